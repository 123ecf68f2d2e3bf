package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ResourceLock;
import taskgrid.NetworkNamespaces;
import taskgrid.NetworkNamespaces.Side;

/**
 * A network of two hosts with two members each is cut in two and heals. Needs root; else it is
 * skipped.
 */
@Timeout(240)
@ResourceLock(NetworkNamespaces.LOCK)
@Execution(CONCURRENT)
class SplitBrainIT {
  private static final String CLUSTER = "split-brain";
  private static final int TASKS = 160;

  @TempDir Path temp;

  private NetworkNamespaces hosts;
  private final List<RealMember> members = new ArrayList<>();
  private final Bin bin = new Bin();

  @BeforeEach
  void open() throws Exception {
    hosts = NetworkNamespaces.open();
    for (Side side : Side.values()) {
      start(side, 5701);
      start(side, 5702);
    }
    int most = 0;
    for (RealMember member : members) {
      most = Math.max(most, member.awaitReady());
    }
    assertThat(most).isEqualTo(4);
  }

  @AfterEach
  void close() throws Exception {
    bin.close();
    if (hosts != null) {
      hosts.close();
    }
  }

  @Test
  void everyTaskOfEveryJobHasOneVisibleResult() throws Exception {
    Path tasks = file("tasks.txt", "sleep 500ms ");
    Path cancelled = file("cancelled.txt", "sleep 1s ");
    List<Path> outputs = new ArrayList<>();
    List<Launched> submits = new ArrayList<>();
    for (Side side : Side.values()) {
      Path output = temp.resolve(side + ".txt");
      outputs.add(output);
      submits.add(submit(side, "--batch-size", "8", "--output", output.toString(), "" + tasks));
    }
    // Submitted on one side and cancelled there, so that it is the smaller one for one of the two.
    List<String> ids = new ArrayList<>();
    for (Side side : Side.values()) {
      Launched detached = submit(side, "--detach", "--batch-size", "8", cancelled.toString());
      ids.add(detached.ended().exits(0).out().strip());
    }
    Patience.until("both jobs run", () -> lines(outputs.get(0)) > 9 && lines(outputs.get(1)) > 9);

    hosts.cut();
    awaitMembers(2);
    long[] before = {lines(outputs.get(0)), lines(outputs.get(1))};
    for (Side side : Side.values()) {
      taskgrid(side, "job", "cancel", ids.get(side.ordinal()), "--reason", "" + side).exits(0);
    }
    Patience.until(
        "both sides work on",
        () -> lines(outputs.get(0)) > before[0] + 16 && lines(outputs.get(1)) > before[1] + 16);
    hosts.heal();
    awaitMembers(4);

    for (Launched submit : submits) {
      assertThat(submit.ended(Patience.USUAL.multipliedBy(2)).exits(0).summary().succeeded())
          .isEqualTo(TASKS);
    }
    for (Path output : outputs) {
      assertThat(new EachNumberOnce(TASKS).read(output, value -> value)).isEmpty();
    }
    for (Side side : Side.values()) {
      Ran waited = taskgrid(side, "job", "wait", ids.get(side.ordinal())).exits(130);
      SummaryLine summary = waited.summary();
      assertThat(summary.cancelled()).isPositive();
      assertThat(summary.succeeded() + summary.cancelled()).isEqualTo(TASKS);
    }
  }

  private Path file(String name, String words) throws Exception {
    List<String> lines = IntStream.rangeClosed(1, TASKS).mapToObj(i -> words + i).toList();
    return Files.write(temp.resolve(name), lines);
  }

  private static long lines(Path output) throws Exception {
    if (!Files.exists(output)) {
      return 0;
    }
    try (var lines = Files.lines(output)) {
      return lines.count();
    }
  }

  /** Waits until each side sees so many members. */
  private void awaitMembers(int count) throws Exception {
    for (Side side : Side.values()) {
      Patience.until(
          count + " members on the " + side,
          () -> {
            Ran ran = taskgrid(side, "member", "list", "--output", "quiet");
            return ran.code() == 0 && ran.lines().size() == count;
          });
    }
  }

  private void start(Side side, int port) throws Exception {
    String address = side.address() + ":" + port;
    List<String> join = new ArrayList<>();
    for (Side any : Side.values()) {
      join.add(any.address() + ":5701");
      join.add(any.address() + ":5702");
    }
    List<String> command =
        command("member.sh", "--insecure", "--bind", address, "--join", String.join(",", join));
    command.addAll(List.of("--data", temp.resolve("data-" + members.size()).toString()));
    command.addAll(List.of("--slots", "2", "--memory", "512m"));
    members.add(new RealMember(address, launch(side, command)));
  }

  private Launched submit(Side side, String... options) throws Exception {
    List<String> command = command("submit.sh", options);
    command.addAll(List.of("--members", side.address() + ":5701"));
    return launch(side, command);
  }

  private Ran taskgrid(Side side, String... words) throws Exception {
    List<String> command = command("taskgrid", words);
    command.addAll(List.of("--members", side.address() + ":5701"));
    return launch(side, command).ended();
  }

  private static List<String> command(String launcher, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Bin.HOME.resolve("bin").resolve(launcher).toString());
    command.addAll(Arrays.asList(words));
    command.addAll(List.of("--cluster", CLUSTER));
    return command;
  }

  private Launched launch(Side side, List<String> command) throws Exception {
    long began = System.nanoTime();
    return bin.adopt(new Launched(command, hosts.start(side, bin.builder(command)), began));
  }
}
