package taskgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.cli.Shell.Ran;
import taskgrid.task.JobCounts;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;

class PipelineRunCommandTest {
  @TempDir Path home;
  private Shell shell;
  private FakeJob first;

  @BeforeEach
  void open() {
    shell = new Shell(home, "k3f9a2s2");
    first = new FakeJob("k3f9a2s1", shell.time);
    shell.grids.stages.put(first.id(), first);
    shell.job.give(Samples.succeeded(1, "1"), Samples.succeeded(2, "3"));
  }

  private Ran run() {
    return shell.run(
        "pipeline", "run", "--function", "square | subtract 1", "--input", "-", "--name", "test");
  }

  private static JobStatus first(JobState state, long succeeded, long failed) {
    return Samples.job("k3f9a2s1", state, new JobCounts(0, 0, succeeded, failed, 0), 3);
  }

  @Test
  void failuresOfEveryStageCount() {
    shell.job.give(Samples.failed(3, "no")).end();
    first.is(first(JobState.FAILED, 3, 2));

    assertThat(run().code()).isEqualTo(3);
  }

  @Test
  void whereAStageHasLostTasksItIsSaidAndTheExitCodeIs255() {
    shell.job.end();
    first.is(first(JobState.LOST, 2, 0));

    Ran ran = run();

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.out().lines()).hasSize(2);
    assertThat(ran.err()).contains("taskgrid: stage k3f9a2s1: job k3f9a2s1 is lost");
  }

  @Test
  void whatIsLostInTheLastStageAndBeforeIsSaid() {
    shell.job.total = 3;
    shell.job.end();
    first.is(first(JobState.LOST, 2, 1));

    Ran ran = run();

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).contains("job k3f9a2s2: 1 tasks are lost", "job k3f9a2s1 is lost");
  }

  @Test
  void whatLooksLostForAMomentIsNot() {
    shell.job.end();
    first.is(first(JobState.LOST, 2, 0), first(JobState.SUCCEEDED, 3, 0));

    Ran ran = run();

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).doesNotContain("lost");
  }

  @Test
  void whatIsNotThereToBeShippedIsSaidWithAllElseThatIsWrong() throws Exception {
    shell.write("here.txt", "x");
    Path file =
        shell.write(
            "p.yaml",
            """
            name: wrong
            source: stdin
            ship: [ here.txt, gone.jar ]
            stages:
              - { name: a, function: square, copies: 0 }
            """);

    Ran ran = shell.run("pipeline", "run", file.toString());

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err())
        .isEqualTo(
            "taskgrid: FILE:3: ship: gone.jar: no such file\ntaskgrid: FILE:5: copies: 0 is too few; write 1 or more\n"
                .replace("FILE", file.toString()));
    assertThat(shell.grids.calls).isEmpty();
  }
}
