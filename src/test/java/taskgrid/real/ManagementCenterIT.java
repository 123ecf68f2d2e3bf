package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hazelcast.cluster.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Management Center is the dashboard: what it reads during a job must make sense. */
@Timeout(120)
class ManagementCenterIT {
  private static final int WAITING_TASKS = 10;
  private static final int SLOTS = 2;

  @Test
  void itsFiguresTellHowTheJobStands() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--slots", "" + SLOTS, "--label", "room=3");
        ManagementCenter center = new ManagementCenter(grid.cluster(), grid.member(0).address())) {
      long finished = runToTheEnd(grid, center);
      Launched job =
          grid.launchSubmit(
              "--function", "sleep", grid.numbered("100s ", WAITING_TASKS).toString());

      // Long tasks travel one in a batch, so the work left is as many batches.
      Patience.until("tasks", () -> center.metric("tasks", "map.ownedEntryCount") == WAITING_TASKS);
      Patience.until(
          "backups", () -> center.metric("tasks", "map.backupEntryCount") == WAITING_TASKS);
      Patience.until("busy slots", () -> running(center) == 2 * SLOTS);
      assertThat(center.metric("results", "map.ownedEntryCount")).isEqualTo(finished);
      assertThat(center.metric("jobs", "map.ownedEntryCount")).isEqualTo(4);
      assertThat(center.metric("grid", "executor.pending")).isZero();

      String id = job.err().await("its id", text -> text.endsWith("\n")).split(" ")[1];
      grid.taskgrid("job", "cancel", id).exits(0);
      job.ended().exits(130);
      Patience.until("no work left", () -> center.metric("tasks", "map.ownedEntryCount") == 0);
      Patience.until("idle slots", () -> running(center) == 0);
    }
  }

  @Test
  void aMemberShowsItsStructuresAndWhatItOffers() throws Exception {
    try (RealGrid grid = RealGrid.of(1, "--slots", "3", "--label", "room=3");
        ManagementCenter center = new ManagementCenter(grid.cluster(), grid.member(0).address())) {
      runToTheEnd(grid, center);

      Member member = center.members().get(0);
      JsonNode state = center.state(member).get("timedMemberState");

      assertThat(state.get("clusterName").asText()).isEqualTo(grid.cluster());
      JsonNode shown = state.get("memberState");
      assertThat(shown.get("address").asText()).isEqualTo(grid.member(0).address());
      assertThat(shown.get("mapStats").fieldNames())
          .toIterable()
          .contains("tasks", "results", "jobs");
      assertThat(shown.get("executorStats").fieldNames()).toIterable().contains("grid");
      assertThat(member.getAttributes())
          .containsEntry("taskgrid.slots", "3")
          .containsEntry("taskgrid.label.room", "3");
    }
  }

  /** Runs a short job; how many entries its results are. */
  private static long runToTheEnd(RealGrid grid, ManagementCenter center) throws Exception {
    String numbers = Bin.EXAMPLES.resolve("numbers.txt").toString();
    // A batch of one task has a log of one segment.
    grid.submit("--batch-size", "1", "--function", "double", numbers).exits(0);
    Patience.until("all run", () -> center.metric("grid", "executor.completed") > 0);
    Patience.until("no work left", () -> center.metric("tasks", "map.ownedEntryCount") == 0);
    Patience.until("results", () -> center.metric("results", "map.ownedEntryCount") == 10);
    Patience.until("facts", () -> center.metric("jobs", "map.ownedEntryCount") == 2);
    return center.metric("results", "map.ownedEntryCount");
  }

  private static long running(ManagementCenter center) throws Exception {
    return center.metric("grid", "executor.started") - center.metric("grid", "executor.completed");
  }
}
