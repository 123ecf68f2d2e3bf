package taskgrid.cli.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import taskgrid.task.FailureKind;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

class JoblogResultsTest {
  private static final Instant STARTED = Instant.parse("2026-11-21T10:00:00.123Z");

  private static TaskResult failed(long task, FailureKind kind, String error) {
    return new TaskResult(
        task,
        TaskState.FAILED,
        null,
        error,
        kind,
        "sh",
        "x".getBytes(UTF_8),
        "h:1",
        1,
        STARTED,
        2_000_000);
  }

  @Test
  void hasTheColumnsOfGnuParallel() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JoblogResults log =
        new JoblogResults(
            new OutputBuffer(bytes), result -> ("run " + result.task()).getBytes(UTF_8));
    log.write(
        new TaskResult(
            7,
            TaskState.SUCCEEDED,
            "42".getBytes(UTF_8),
            null,
            null,
            "double",
            "double 21".getBytes(UTF_8),
            "127.0.0.1:5701",
            1,
            STARTED,
            1_234_000_000));
    log.write(failed(8, FailureKind.EXIT, "exit 3: no such file\nat all"));
    log.write(failed(9, FailureKind.EXIT, "exit 137 (signal 9)"));
    log.write(failed(10, FailureKind.TIMEOUT, "no answer within 1000 ms"));
    log.write(failed(11, FailureKind.ERROR, "exit 4 is what it says"));
    log.write(
        new TaskResult(
            12, TaskState.CANCELLED, null, "by Ann", null, null, null, null, 0, null, 0));
    log.flush();

    assertThat(bytes.toString(UTF_8).lines())
        .containsExactly(
            "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand",
            "7\t127.0.0.1:5701\t1795255200.123\t     1.234\t9\t2\t0\t0\trun 7",
            "8\th:1\t1795255200.123\t     0.002\t1\t0\t3\t0\trun 8",
            "9\th:1\t1795255200.123\t     0.002\t1\t0\t0\t9\trun 9",
            "10\th:1\t1795255200.123\t     0.002\t1\t0\t-1\t15\trun 10",
            "11\th:1\t1795255200.123\t     0.002\t1\t0\t1\t0\trun 11",
            "12\t:\t0.000\t     0.000\t0\t0\t-1\t15\trun 12");
  }
}
