package taskgrid.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskResult;

/** Whatever the grid does to it, a job has every task's result once, and the first one. */
class EveryTaskOnceTest {
  private static final int SEEDS = 60;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whenAllIsWell(boolean inOrder) throws Exception {
    for (long seed = 1; seed <= SEEDS; seed++) {
      check(seed, inOrder, false, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whenAnswersGetLostAndAreShuffled(boolean inOrder) throws Exception {
    for (long seed = 1; seed <= SEEDS; seed++) {
      check(seed, inOrder, false, 15);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whenMembersDieWithWhatTheyHaveAndOthersJoin(boolean inOrder) throws Exception {
    for (long seed = 1; seed <= SEEDS; seed++) {
      check(seed, inOrder, true, 10);
    }
  }

  @Test
  void theSeedsLoseAndShuffleEnoughToMatter() throws Exception {
    Scene scene = run(3, false, true, 10, new TreeMap<>());
    assertThat(scene.grid.stores).hasSizeGreaterThan(scene.grid.logs.size());
  }

  private void check(long seed, boolean inOrder, boolean deaths, int failing) throws Exception {
    TreeMap<Long, String> tasks = new TreeMap<>();
    Scene scene;
    try {
      scene = run(seed, inOrder, deaths, failing, tasks);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
    }
    List<Long> numbers = new ArrayList<>();
    for (TaskResult result : scene.results) {
      numbers.add(result.task());
      String line = tasks.get(result.task());
      assertThat(new String(result.value(), UTF_8))
          .as("seed %d, task %d", seed, result.task())
          .isEqualTo("value of " + line);
      assertThat(new String(result.input(), UTF_8)).isEqualTo(line);
      assertThat(result.function()).isEqualTo("echo");
    }
    assertThat(numbers).as("seed %d", seed).doesNotHaveDuplicates();
    if (inOrder) {
      assertThat(numbers).as("seed %d", seed).isSorted();
    }
    assertThat(numbers).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(tasks.keySet());
    assertThat(scene.counters.snapshot().total()).isEqualTo(tasks.size());
  }

  private Scene run(
      long seed, boolean inOrder, boolean deaths, int failing, TreeMap<Long, String> tasks)
      throws Exception {
    Random random = new Random(seed);
    String text = text(random, tasks);
    Scene scene = new Scene(seed, JobOptions.DEFAULT, List.of(input(random, text)), 2, 1, 3);
    scene.grid.failing = failing;
    scene.grid.taskNanos = random.nextBoolean() ? 1000 : 5_000_000;
    scene.read(new ResultOptions(inOrder, true, true));
    if (deaths) {
      for (int i = 0; i < 3; i++) {
        for (int steps = random.nextInt(200); steps > 0; steps--) {
          scene.step();
        }
        scene.grid.kill(random.nextInt(3), random.nextInt(6));
        scene.grid.join(2);
      }
    }
    scene.finish();
    return scene;
  }

  private Input input(Random random, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    if (random.nextBoolean()) {
      return Input.stream("-", new ByteArrayInputStream(bytes));
    }
    return Input.file(Files.write(folder.resolve("tasks.txt"), bytes));
  }

  /** Tasks between comments and blank lines. */
  private static String text(Random random, TreeMap<Long, String> tasks) {
    StringBuilder text = new StringBuilder();
    int lines = random.nextInt(300);
    for (long line = 1; line <= lines; line++) {
      switch (random.nextInt(8)) {
        case 0 -> text.append("# a comment\n");
        case 1 -> text.append("  \r\n");
        default -> {
          String task = "echo " + line;
          tasks.put(line, task);
          text.append(task).append(random.nextBoolean() ? "\n" : "\r\n");
        }
      }
    }
    return text.toString();
  }
}
