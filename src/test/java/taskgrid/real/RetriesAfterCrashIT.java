package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import taskgrid.Taskgrid;
import taskgrid.job.Job;
import taskgrid.task.TaskState;
import taskgrid.task.TaskStatus;

/** Members are killed between the attempts of tasks that fail each time. */
@Timeout(120)
@Execution(CONCURRENT)
class RetriesAfterCrashIT {
  private static final int TASKS = 6;

  /** Long enough to kill a member between two attempts. */
  private static final String BACKOFF = "5s";

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void attemptsAreCountedOnWhenTheMembersThatCountedThemAreKilled() throws Exception {
    try (RealGrid grid = RealGrid.empty(3)) {
      Observation observation = Observation.of(grid);
      grid.launch(3, "--slots", "4", "--memory", "256m");
      grid.awaitFormed();
      Path file = grid.numbered("fail ", TASKS);
      String[] options = {"--retries", "2", "--backoff", BACKOFF, "--batch-size", "1"};
      List<String> arguments = new ArrayList<>(List.of(options));
      arguments.addAll(List.of("--format", "jsonl", file.toString()));
      Launched submit = grid.launchSubmit(arguments.toArray(String[]::new));
      submit.err().await("the job's id", text -> text.contains("job "));
      String id = submit.err().text().split(" ")[1];

      try (Taskgrid taskgrid = grid.connect()) {
        Job job = taskgrid.job(id);
        awaitAttempts(job, 1);
        grid.member(1).kill();
        awaitAttempts(job, 2);
        // Until there is a backup of everything again, a second loss would lose results.
        observation.awaitSafe(List.of(grid.member(0), grid.member(2)));
        grid.member(2).kill();
      }
      Ran ran = submit.ended().exits(TASKS);

      assertThat(ran.summary().failed()).isEqualTo(TASKS);
      for (String line : ran.lines()) {
        JsonNode result = JSON.readTree(line);
        assertThat(result.get("kind").asText()).as(line).isEqualTo("error");
        assertThat(result.get("attempts").asInt()).as(line).isEqualTo(3);
      }
      assertThat(executions(grid, observation)).as("attempts that ran, by task").isEqualTo(all());
    }
  }

  /** Returns when the grid has so many failed attempts of every task. */
  private static void awaitAttempts(Job job, int count) throws Exception {
    for (long task = 1; task <= TASKS; task++) {
      long one = task;
      Patience.until(
          count + " attempts of task " + task + " are kept",
          () ->
              job.task(one).attempts().stream().filter(RetriesAfterCrashIT::failed).count()
                  >= count);
    }
  }

  private static boolean failed(TaskStatus.Attempt attempt) {
    return attempt.outcome() == TaskState.FAILED;
  }

  private static Map<Long, List<Integer>> executions(RealGrid grid, Observation observation)
      throws Exception {
    Map<Long, List<Integer>> attempts = new TreeMap<>();
    for (int place = 0; place < 3; place++) {
      observation.read(
          grid.member(place).process(),
          run -> attempts.computeIfAbsent(run.task(), t -> new ArrayList<>()).add(run.attempt()));
    }
    attempts.values().forEach(each -> each.sort(null));
    return attempts;
  }

  private static Map<Long, List<Integer>> all() {
    Map<Long, List<Integer>> all = new TreeMap<>();
    LongStream.rangeClosed(1, TASKS).forEach(task -> all.put(task, List.of(1, 2, 3)));
    return all;
  }
}
