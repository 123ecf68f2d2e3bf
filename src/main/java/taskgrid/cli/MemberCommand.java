package taskgrid.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import taskgrid.MemberOptions;
import taskgrid.cli.terminal.Talk;
import taskgrid.cli.values.Address;
import taskgrid.cli.values.AddressValue;
import taskgrid.cli.values.BackupCountValue;
import taskgrid.cli.values.ClusterValue;
import taskgrid.cli.values.CountValue;
import taskgrid.cli.values.DurationValue;
import taskgrid.cli.values.Label;
import taskgrid.cli.values.LabelValue;
import taskgrid.cli.values.MemoryValue;
import taskgrid.cli.values.ProgramsValue;
import taskgrid.cli.values.ProgramsValue.Programs;
import taskgrid.task.GridException;

/** {@code member}: starts one member on this host, in the foreground. */
@Command(
    name = "member",
    sortOptions = false,
    customSynopsis = {"taskgrid member [options]", "       taskgrid member list|drain [options]"},
    description = "Starts a member on this host, in the foreground; Ctrl-C or SIGTERM drains it.",
    footer = {
      "%nExamples:",
      "  bin/member.sh                        two of these on one host are a grid of two",
      "  bin/member.sh --slots 8 --label gpu=yes",
      "  bin/member.sh --bind 10.0.0.7 --join 10.0.0.7,10.0.0.8 --insecure",
      "  bin/taskgrid member list",
      "%nWhen it can take work it prints one line on standard output:",
      "  member ready: 127.0.0.1:5701 cluster=taskgrid members=2 slots=2"
    })
final class MemberCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "taskgrid",
      converter = ClusterValue.class,
      description = "Only members and submitters of one name meet (default: taskgrid).")
  String cluster = "";

  @Option(
      names = "--bind",
      paramLabel = "HOST[:PORT]",
      converter = AddressValue.class,
      description = {
        "The one address to listen on",
        "(default: 127.0.0.1, first free port of 5701-5710)."
      })
  @Nullable Address bind;

  @Option(
      names = "--join",
      paramLabel = "HOST[:PORT],...",
      split = ",",
      hideParamSyntax = true,
      converter = AddressValue.class,
      description = {
        "Where to look for other members, divided by commas",
        "(default: those ten ports of this host)."
      })
  List<Address> join = new ArrayList<>();

  @Option(names = "--discover", description = "Find members by multicast too.")
  boolean discover;

  @Option(
      names = "--slots",
      paramLabel = "N",
      converter = CountValue.class,
      description = "Tasks that run at the same time on this member (default: cores).")
  @Nullable Integer slots;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      split = ",",
      hideParamSyntax = true,
      converter = LabelValue.class,
      description = "What placement rules can ask for; may be repeated.")
  List<Label> labels = new ArrayList<>();

  @Option(
      names = "--host-table",
      paramLabel = "FILE",
      description = {"The table behind host commands", "(default: config/hosts.txt if it exists)."})
  @Nullable Path hostTable;

  @Option(
      names = "--backup-count",
      paramLabel = "N",
      defaultValue = "1",
      converter = BackupCountValue.class,
      description = "Copies beside the first, equal on all members, 1 to 6 (default: 1).")
  int backupCount = 1;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "This member's own disk space (default: data/<port> beside bin).")
  @Nullable Path data;

  @Option(
      names = "--allow-shell",
      paramLabel = "PROGRAM,...",
      arity = "0..1",
      fallbackValue = "true",
      converter = ProgramsValue.class,
      description = {
        "Run commands of the shell here; or only these",
        "programs, as in --allow-shell=gzip,python3",
        "(default: none)."
      })
  @Nullable Programs allowShell;

  // Heap is for the launcher to give; here it is known and judged.
  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = MemoryValue.class,
      description = "Heap, as in 2g (default: Java's).")
  @Nullable String memory;

  @Option(
      names = "--drain-timeout",
      paramLabel = "D",
      defaultValue = "60s",
      converter = DurationValue.class,
      description = "How long a leaving member waits for running tasks (default: 60s).")
  Duration drainTimeout = Duration.ZERO;

  @Option(
      names = "--insecure",
      description = "Allow an address beyond loopback without a pre-shared key.")
  boolean insecure;

  @Mixin final CommonOptions common = new CommonOptions();

  MemberCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws GridException, IOException, InterruptedException {
    Machine machine = surroundings.machine();
    // Measured: with one thread there, Hazelcast starts a thread for every callback and is 50 times
    // slower. The launcher's flags see to it.
    if (machine.poolThreads() < 2) {
      throw new Refused(
          "Java's common pool has fewer than 2 threads, which makes a grid 50 times slower; start"
              + " members with bin/member.sh, which sets"
              + " -Djava.util.concurrent.ForkJoinPool.common.parallelism");
    }
    EmbeddedArguments.checkHostTable(hostTable);
    MemberOptions options = options(machine);
    RunningMember member = surroundings.grids().start(options);
    try (Drain drain = new Drain(member, drainTimeout, machine.signals(), talk())) {
      List<String> ready = List.of(readyLine(member, options));
      Display.lines(ready, surroundings.console().out());
      return drain.await();
    }
  }

  private Talk talk() {
    return surroundings.console().talk();
  }

  private static String readyLine(RunningMember member, MemberOptions options) {
    return "member ready: "
        + member.address()
        + " cluster="
        + options.cluster()
        + " members="
        + member.memberCount()
        + " slots="
        + options.slots();
  }

  private MemberOptions options(Machine machine) {
    Map<String, String> byKey = new LinkedHashMap<>();
    for (Label label : labels) {
      if (byKey.put(label.key(), label.value()) != null) {
        throw UsageErrors.refuse("--label " + label.key() + " is there twice");
      }
    }
    return new MemberOptions(
        cluster,
        bind == null ? "127.0.0.1" : bind.host(),
        bind == null ? 0 : bind.port(),
        join.stream().map(Address::toString).toList(),
        discover,
        slots == null ? machine.cores() : slots,
        backupCount,
        byKey,
        hostTable == null ? machine.usualHostTable() : hostTable,
        data,
        machine.config(),
        insecure,
        allowShell == null || allowShell.none() ? null : allowShell.allowed());
  }
}
