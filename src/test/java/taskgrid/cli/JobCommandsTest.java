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

class JobCommandsTest {
  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(home);
  }

  @Test
  void withoutAMemberOnThisHostThereIsNothingToAsk() {
    shell.grids.memberOnThisHost = false;

    Ran ran = shell.run("job", "list");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).startsWith("taskgrid: no member of cluster taskgrid").hasLineCount(1);
  }

  @Test
  void anErrorIsJsonWhereJsonWasAskedFor() {
    Ran ran = shell.run("job", "show", "zz", "--output", "json");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.out()).isEqualTo("{\"error\":\"no such job: zz\"}\n");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void theEnvironmentMayAskForJsonToo() {
    shell.environment.put("TASKGRID_OUTPUT", "json");

    assertThat(shell.run("job", "show", "zz").out()).startsWith("{\"error\"");
    assertThat(shell.run("job", "list").out()).isEqualTo("[]\n");
  }

  @Test
  void resultsPrintsWhatSubmitPrints() {
    shell.job.give(Samples.succeeded(1, "1"), Samples.failed(2, "no")).end();

    Ran ran = shell.run("job", "results", "k3f", "--follow", "-k");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEqualTo("1\n");
    assertThat(ran.err()).isEqualTo("tasks.txt:2: failed: no\n");
    assertThat(shell.job.calls).contains("results inOrder=true withInput=false follow=true");
  }

  @Test
  void droppedResultsAreCounted() {
    shell.job.give(Samples.succeeded(1, "1")).end();
    shell.job.dropped = 12;

    Ran ran = shell.run("job", "results", "last");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).contains("12 results were dropped");
  }

  @Test
  void waitEndsWithTheJob() {
    shell.job.is(
        job(JobState.RUNNING, new JobCounts(1, 1, 1, 0, 0)),
        job(JobState.RUNNING, new JobCounts(0, 1, 1, 1, 0)),
        job(JobState.FAILED, new JobCounts(0, 0, 1, 2, 0)));

    Ran ran = shell.run("job", "wait", "last");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .isEqualTo(
            "job k3f9a2: 3 tasks, 1 succeeded, 2 failed, 0 cancelled in 1.04 s (2.9 tasks/s) on 2"
                + " members\n");
  }

  @Test
  void waitGivesUpAfterItsTimeout() {
    shell.job.is(job(JobState.RUNNING, new JobCounts(1, 1, 1, 0, 0)));

    assertThat(shell.run("job", "wait", "last", "--timeout", "5s").code()).isEqualTo(124);
  }

  @Test
  void aStrandedJobEndsTheWait() {
    shell.job.is(job(JobState.STRANDED, new JobCounts(0, 0, 1000, 0, 0)));

    Ran ran = shell.run("job", "wait", "last");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).contains("stranded").contains("line 1000 is the last one received");
  }

  @Test
  void aLostJobEndsTheWaitOnceItIsSure() {
    shell.job.is(
        job(JobState.LOST, new JobCounts(0, 0, 2, 0, 0)),
        job(JobState.RUNNING, new JobCounts(0, 1, 2, 0, 0)),
        job(JobState.LOST, new JobCounts(0, 0, 2, 0, 0)));

    assertThat(shell.run("job", "wait", "last", "--timeout", "9s").code()).isEqualTo(124);
    Ran ran = shell.run("job", "wait", "last");
    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).startsWith("taskgrid: job k3f9a2 is lost");
  }

  @Test
  void aJobThatWasCutShortIsCancelledWhateverItsTasksDid() {
    shell.job.is(job(JobState.CANCELLED, new JobCounts(0, 0, 3, 0, 0)));

    assertThat(shell.run("job", "wait", "last").code()).isEqualTo(130);
    assertThat(results(JobState.CANCELLED).code()).isEqualTo(130);
  }

  @Test
  void resultsOfABrokenJobAreNotAll() {
    Ran stranded = results(JobState.STRANDED);
    assertThat(stranded.code()).isEqualTo(255);
    assertThat(stranded.out()).isEqualTo("1\n");
    assertThat(stranded.err())
        .isEqualTo(
            "taskgrid: job k3f9a2 is stranded: its submitter is gone; line 1000 is the last"
                + " one received\n");
    Ran lost = results(JobState.LOST);
    assertThat(lost.code()).isEqualTo(255);
    assertThat(lost.err()).startsWith("taskgrid: job k3f9a2 is lost");
    assertThat(results(JobState.SUCCEEDED).code()).isZero();
    assertThat(results(JobState.RUNNING).code()).isZero();
  }

  private Ran results(JobState state) {
    Shell other = new Shell(home);
    other.job.give(Samples.succeeded(1, "1")).end();
    other.job.is(job(state, new JobCounts(0, 0, 1, 0, 0)));
    return other.run("job", "results", "last", "--follow");
  }

  @Test
  void cancelTellsTheJobWhy() {
    shell.job.is(job(JobState.RUNNING, new JobCounts(1, 1, 1, 0, 0)));

    Ran ran = shell.run("job", "cancel", "k3", "--reason", "wrong input");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEqualTo("job k3f9a2: cancelling\n");
    assertThat(shell.job.calls).contains("cancel wrong input");
  }

  @Test
  void aJobThatHasEndedIsNotCancelled() {
    shell.job.is(job(JobState.SUCCEEDED, new JobCounts(0, 0, 3, 0, 0)));

    Ran ran = shell.run("job", "cancel", "k3");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEqualTo("job k3f9a2 had ended already: succeeded\n");
    assertThat(shell.run("job", "cancel", "k3.2").out()).contains("had ended already");
    assertThat(shell.job.calls).noneMatch(call -> call.startsWith("cancel"));
  }

  @Test
  void singleTasksAreCancelledWithTheirReason() {
    shell.job.is(job(JobState.RUNNING, new JobCounts(1, 1, 1, 0, 0)));

    Ran ran = shell.run("job", "cancel", "k3.2-3,1", "--reason", "wrong input");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEqualTo("job k3f9a2: cancelling tasks 1-3\n");
    assertThat(shell.job.calls).contains("cancel 1-3 wrong input");
  }

  @Test
  void tasksThatAJobCannotHaveAreRefused() {
    shell.job.is(job(JobState.RUNNING, new JobCounts(1, 1, 1, 0, 0)));

    Ran ran = shell.run("job", "cancel", "last.1001");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err())
        .isEqualTo("taskgrid: job k3f9a2 has no task 1001: its last line is 1000\n");
    assertThat(shell.run("job", "cancel", "last.9-1000000").code()).isZero();
  }

  @Test
  void onlyAFinishedJobIsForgotten() {
    shell.job.is(job(JobState.RUNNING, new JobCounts(1, 1, 1, 0, 0)));
    Ran refused = shell.run("job", "forget", "k3");
    assertThat(refused.code()).isEqualTo(255);
    assertThat(refused.err())
        .isEqualTo("taskgrid: job k3f9a2 is running: wait for it, or cancel it first\n");

    Shell later = new Shell(home);
    later.job.is(job(JobState.SUCCEEDED, new JobCounts(0, 0, 3, 0, 0)));
    assertThat(later.run("job", "forget", "k3").code()).isZero();
    assertThat(later.job.calls).contains("forget");
  }

  private static JobStatus job(JobState state, JobCounts counts) {
    return Samples.job("k3f9a2", state, counts, 3);
  }
}
