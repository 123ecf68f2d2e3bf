package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which member runs what, through bin/. */
@Timeout(180)
class PlacementIT {
  private static final String EAST = "zone=east";
  private static final String WEST = "zone=west";

  private static RealGrid grid(String... labels) throws Exception {
    RealGrid grid = RealGrid.empty(labels.length + 1);
    for (String label : labels) {
      grid.launch(1, "--slots", "2", "--label", label);
    }
    grid.awaitFormed();
    return grid;
  }

  private static Path whoami(RealGrid grid, int tasks) throws Exception {
    return grid.file("who.txt", Stream.generate(() -> "whoami").limit(tasks));
  }

  @Test
  void tasksRunOnlyOnMembersWhoseLabelsMatch() throws Exception {
    try (RealGrid grid = grid(EAST, WEST, WEST)) {
      String file = whoami(grid, 3_000).toString();
      String east = grid.member(0).address();

      Ran ran = grid.submit("--where", "zone == west && !gpu", "--batch-size", "10", file).exits(0);
      assertThat(ran.lines()).hasSize(3_000).noneMatch(line -> line.contains(east));
      assertThat(ran.summary().members()).isEqualTo(2);

      Ran there = grid.submit("--where", "zone in (east, north)", file).exits(0);
      assertThat(there.lines()).hasSize(3_000).allMatch(line -> line.contains(east));
    }
  }

  @Test
  void aJobThatNobodyMatchesWaitsSaysSoAndRunsWhenOneComes() throws Exception {
    try (RealGrid grid = grid(EAST, WEST)) {
      String file = whoami(grid, 200).toString();
      String id = grid.submit("--detach", "--where", "gpu == yes", file).exits(0).out().strip();

      assertThat(grid.taskgrid("job", "show", id).exits(0).out())
          .contains("no member matches gpu == yes");
      assertThat(grid.taskgrid("task", "show", id + ".7").exits(0).out())
          .contains("no member matches gpu == yes");
      RealMember gpu = grid.launchAt(2, "--slots", "2", "--label", "gpu=yes");
      gpu.awaitReady();

      Ran ran = grid.taskgrid("job", "results", id, "--follow").exits(0);
      assertThat(ran.lines()).hasSize(200).allMatch(line -> line.contains(gpu.address()));
    }
  }

  @Test
  void whatAMemberThatMatchesRanGoesToAnotherThatMatchesWhenItDies() throws Exception {
    try (RealGrid grid = grid(EAST, WEST, WEST)) {
      Path file = grid.numbered("sleep 20ms ", 400);
      Launched job =
          grid.launchSubmit(
              "--crash-limit",
              "0",
              "--where",
              "zone == west",
              "--format",
              "jsonl",
              file.toString());
      job.out()
          .await(
              "results of the member that is killed",
              text -> text.contains("\"member\":\"" + grid.member(1).address()));
      grid.member(1).kill();

      Ran ran = job.ended().exits(0);
      assertThat(ran.lines()).hasSize(400);
      assertThat(ran.lines()).noneMatch(line -> line.contains(grid.member(0).address()));
    }
  }
}
