package taskgrid.real;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import taskgrid.ConnectOptions;
import taskgrid.Taskgrid;
import taskgrid.task.GridException;

/**
 * Members on this host, each a process of its own, with a cluster name and ports that no other grid
 * here uses. Close it: nothing that it started is left behind.
 */
final class RealGrid implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String cluster =
      "it-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
  private final List<Integer> ports;
  private final Path temp;
  private final Bin bin = new Bin();
  private final List<RealMember> members = new ArrayList<>();

  private RealGrid(int most) throws IOException {
    ports = IntStream.range(0, most).mapToObj(i -> FreePorts.take()).toList();
    temp = Files.createTempDirectory(cluster);
  }

  /** A grid without members, for up to so many. */
  static RealGrid empty(int most) throws IOException {
    return new RealGrid(most);
  }

  /**
   * A grid of so many members with the same options, all started at the same moment, and formed.
   */
  static RealGrid of(int count, String... options) throws Exception {
    RealGrid grid = new RealGrid(count);
    try {
      grid.launch(count, options);
      grid.awaitFormed();
      return grid;
    } catch (Exception | AssertionError e) {
      grid.close();
      throw e;
    }
  }

  String cluster() {
    return cluster;
  }

  Path temp() {
    return temp;
  }

  Bin bin() {
    return bin;
  }

  RealMember member(int index) {
    return members.get(index);
  }

  /** Starts members at the same moment, and does not wait. */
  void launch(int count, String... options) throws IOException {
    for (int i = 0; i < count; i++) {
      members.add(launchAt(members.size(), options));
    }
  }

  /** Starts a member at a place where none is any more, or yet, and does not wait. */
  RealMember launchAt(int index, String... options) throws IOException {
    String address = addressOf(index);
    List<String> arguments = new ArrayList<>(List.of("--cluster", cluster));
    arguments.addAll(List.of("--bind", address, "--join", addresses()));
    arguments.addAll(List.of("--data", temp.resolve("data-" + index).toString()));
    arguments.addAll(Arrays.asList(options));
    return new RealMember(address, bin.member(arguments.toArray(String[]::new)));
  }

  /** Waits until all are ready, and are one grid. */
  void awaitFormed() throws InterruptedException {
    int most = 0;
    for (RealMember member : members) {
      most = Math.max(most, member.awaitReady());
    }
    assertThat(most).as("members that met").isEqualTo(members.size());
  }

  /** Runs submit against this grid, to its end. */
  Ran submit(String... arguments) throws Exception {
    return launchSubmit(arguments).ended();
  }

  Launched launchSubmit(String... arguments) throws IOException {
    return bin.submit(with(arguments));
  }

  /** Runs a command of bin/taskgrid against this grid, to its end. */
  Ran taskgrid(String... arguments) throws Exception {
    return bin.taskgrid(with(arguments)).ended();
  }

  /** Begins a command without waiting for its end. */
  Launched begin(String... arguments) throws Exception {
    return bin.taskgrid(with(arguments));
  }

  /** Connects this process. */
  Taskgrid connect() throws GridException {
    List<String> all = ports.stream().map(port -> "127.0.0.1:" + port).toList();
    return Taskgrid.connect(new ConnectOptions(cluster, all, Patience.USUAL, null));
  }

  /** What a command against this grid needs, for a shell. */
  String options() {
    return "--cluster " + cluster + " --members " + addresses();
  }

  /** A file of so many lines, each the same words and its number. */
  Path numbered(String words, int lines) throws IOException {
    Path file = temp.resolve("numbered-" + COUNT.incrementAndGet() + ".txt");
    try (var writer = Files.newBufferedWriter(file)) {
      for (int i = 1; i <= lines; i++) {
        writer.write(words + i + "\n");
      }
    }
    return file;
  }

  /** A file of these lines. */
  Path file(String name, Stream<String> lines) throws IOException {
    return Files.writeString(temp.resolve(name), lines.collect(joining("\n", "", "\n")));
  }

  /** Kills all that runs; then nobody may have said more than one line on stdout. */
  @Override
  public void close() throws IOException {
    bin.close();
    try (Stream<Path> files = Files.walk(temp)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    for (RealMember member : members) {
      String said = member.process().out().text();
      assertThat(said.lines()).as("stdout of a member").hasSizeLessThanOrEqualTo(1);
    }
  }

  private String[] with(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--cluster", cluster, "--members", addresses()));
    return all.toArray(String[]::new);
  }

  private String addressOf(int index) {
    return "127.0.0.1:" + ports.get(index);
  }

  private String addresses() {
    return IntStream.range(0, ports.size()).mapToObj(this::addressOf).collect(joining(","));
  }
}
