package taskgrid;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import taskgrid.function.BuiltInFunctions;
import taskgrid.function.FunctionSource;
import taskgrid.function.HostTable;
import taskgrid.grid.Grid;
import taskgrid.grid.client.Connection;
import taskgrid.grid.node.NodeOptions;
import taskgrid.grid.node.NodeStart;
import taskgrid.grid.node.RunningNode;
import taskgrid.job.Input;
import taskgrid.job.Job;
import taskgrid.job.Jobs;
import taskgrid.job.ResultOptions;
import taskgrid.job.ResultReader;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.JobStatus;
import taskgrid.task.MemberStatus;
import taskgrid.task.TaskResult;

/**
 * A grid, ready to run tasks.
 *
 * <pre>{@code
 * try (Taskgrid grid = Taskgrid.connect(options)) {
 *   TaskResult result = grid.submit("double 21").get();
 * }
 * }</pre>
 *
 * <p>May be used by any thread.
 */
public final class Taskgrid implements AutoCloseable {
  /** How long a member on this host may take to answer before we believe that it is not ours. */
  private static final Duration LOCAL_PATIENCE = Duration.ofSeconds(3);

  private final Grid grid;
  private final FunctionSource functions;
  private final List<String> asked;
  private final Jobs jobs;
  private final @Nullable RunningNode embedded;

  /**
   * @param asked addresses where members were looked for
   */
  private Taskgrid(
      Grid grid, FunctionSource functions, List<String> asked, @Nullable RunningNode embedded) {
    this.grid = grid;
    this.asked = List.copyOf(asked);
    this.functions = functions;
    this.embedded = embedded;
    Random ids = new Random(UUID.randomUUID().getMostSignificantBits());
    this.jobs = new Jobs(grid, functions, Clock.systemUTC(), ids);
  }

  /**
   * Connects to the members that are named.
   *
   * @throws GridException if none of them answers in time
   */
  public static Taskgrid connect(ConnectOptions options) throws GridException {
    List<String> asked = Addresses.withPorts(options.members());
    Grid grid =
        Connection.open(options.cluster(), asked, options.connectTimeout(), options.configDir());
    return new Taskgrid(grid, BuiltInFunctions.with(null), asked, null);
  }

  /** Connects to a member of the cluster on this host's default ports; empty if there is none. */
  public static Optional<Taskgrid> local(ConnectOptions options) throws GridException {
    List<String> listening = Addresses.listening();
    if (listening.isEmpty()) {
      return Optional.empty();
    }
    Duration patience =
        options.connectTimeout().compareTo(LOCAL_PATIENCE) < 0
            ? options.connectTimeout()
            : LOCAL_PATIENCE;
    try {
      return Optional.of(
          connect(new ConnectOptions(options.cluster(), listening, patience, options.configDir())));
    } catch (GridException e) {
      // What listens there is another cluster, or no member at all.
      return Optional.empty();
    }
  }

  /** Starts a grid of one member inside this process, which nobody else can reach. */
  public static Taskgrid embedded(EmbeddedOptions options) throws GridException {
    HostTable table = options.hostTable() == null ? null : HostTable.load(options.hostTable());
    BuiltInFunctions functions = BuiltInFunctions.with(table);
    NodeOptions node =
        new NodeOptions("embedded", null, 0, List.of(), options.slots(), Map.of(), 1, null);
    RunningNode running = NodeStart.start(node, functions);
    return new Taskgrid(running.grid(), functions, List.of(), running);
  }

  /** As in {@code on 2 members at 127.0.0.1:5701} or {@code embedded in this process, 2 slots}. */
  public String where() {
    List<Grid.GridMember> members = grid.members();
    if (embedded != null) {
      return "embedded in this process, " + members.get(0).slots() + " slots";
    }
    return "on " + members.size() + " members at " + address(members);
  }

  /** Of the members that were asked for the first, for it is the one that the person knows. */
  private String address(List<Grid.GridMember> members) {
    List<String> addresses = members.stream().map(Grid.GridMember::address).toList();
    String oldest = addresses.isEmpty() ? "no address" : addresses.get(0);
    return asked.stream().filter(addresses::contains).findFirst().orElse(oldest);
  }

  /**
   * Runs one task line as a job of its own.
   *
   * @return how it ended; a failed task is a result too
   */
  public CompletableFuture<TaskResult> submit(String line) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return runOne(line);
          } catch (GridException e) {
            throw new CompletionException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
          }
        },
        task -> {
          Thread thread = new Thread(task, "taskgrid-one");
          thread.setDaemon(true);
          thread.start();
        });
  }

  private TaskResult runOne(String line) throws GridException, InterruptedException {
    try (Job job = submit(List.of(Input.lines(List.of(line))), JobOptions.DEFAULT);
        ResultReader reader = job.results(new ResultOptions(false, true, true))) {
      TaskResult result = reader.next();
      if (result == null) {
        throw new GridException("\"" + line + "\" is a comment or blank: there is no task in it");
      }
      reader.delivered();
      job.forget();
      return result;
    }
  }

  /**
   * Submits every line of the inputs as a task of one job.
   *
   * @throws GridException if an input cannot be read or the function is not known
   */
  public Job submit(List<Input> inputs, JobOptions options) throws GridException {
    return jobs.submit(inputs, options);
  }

  /**
   * Finds a job.
   *
   * @param id of the job, a unique beginning of it, or {@code last}
   */
  public Job job(String id) throws GridException {
    return jobs.find(id);
  }

  /** All jobs that are not forgotten, the newest last. */
  public List<JobStatus> jobs() throws GridException {
    return jobs.list();
  }

  public List<MemberStatus> members() throws GridException {
    return jobs.members();
  }

  /**
   * Makes a member leave in order: it starts nothing more, ends what it runs, moves its data to the
   * others. Returns when it has left.
   *
   * @param address as {@link #members} tells it
   * @throws GridException if there is no such member, or it refuses
   */
  public void drain(String address) throws GridException, InterruptedException {
    jobs.drain(address);
  }

  /** The functions that this process knows. */
  public FunctionSource functions() {
    return functions;
  }

  /** Closes the connection; jobs stay in the grid. An embedded grid ends with all that it holds. */
  @Override
  public void close() {
    grid.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
