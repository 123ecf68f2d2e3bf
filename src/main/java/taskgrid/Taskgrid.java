package taskgrid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import taskgrid.bundle.BundleFile;
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
import taskgrid.job.StagePlan;
import taskgrid.program.AllowedPrograms;
import taskgrid.program.ProgramFunctions;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.JobStatus;
import taskgrid.task.MemberStatus;
import taskgrid.task.Source;
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
  private final @Nullable Embedded embedded;

  /** A member inside this process. */
  private record Embedded(RunningNode node, Tools tools, Path folder) {
    void close() {
      node.close();
      tools.close();
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        // A command that has outlived its job may still write there: it is the system's to clear.
        return;
      }
    }
  }

  /**
   * @param asked addresses where members were looked for
   */
  private Taskgrid(
      Grid grid, FunctionSource functions, List<String> asked, @Nullable Embedded embedded) {
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
    return new Taskgrid(grid, ProgramFunctions.knowing(BuiltInFunctions.with(null)), asked, null);
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
    // It runs as whoever has started it, who can run commands anyway.
    Tools tools = Tools.of(BuiltInFunctions.with(table), AllowedPrograms.ALL);
    Path folder =
        Path.of(System.getProperty("java.io.tmpdir"))
            .resolve("taskgrid-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID());
    tools.work(folder);
    NodeOptions node =
        new NodeOptions("embedded", null, 0, List.of(), options.slots(), Map.of(), 1, true, null);
    RunningNode running = NodeStart.start(node, tools.functions(), tools.bundles());
    Embedded embedded = new Embedded(running, tools, folder);
    return new Taskgrid(running.grid(), tools.functions(), List.of(), embedded);
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
   * Jobs whose options name these files ({@link JobOptions#withShipped}) bring them along: commands
   * run where they are, and lines can call the functions of jars.
   *
   * @param files stay open as long as jobs that ship them are sent
   */
  public void ship(BundleFile files) {
    jobs.ship(files);
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
   * Sends every line of the inputs through the stages of a pipeline: the values of a stage are the
   * lines of those that read it. What fails in a stage goes no further.
   *
   * @return the last stage, whose results are those of the pipeline
   * @throws GridException if an input cannot be read or the grid does not take the jobs
   */
  public Job submit(List<Input> inputs, StagePlan plan) throws GridException {
    return jobs.submit(inputs, plan);
  }

  /**
   * Sends what a source makes through the stages of a pipeline, until it has made as many as it
   * shall, or is stopped. The members drive it: it goes on when this process ends.
   *
   * @return the last stage, whose results are those of the pipeline
   */
  public Job drive(Source source, StagePlan plan) throws GridException {
    return jobs.drive(source, plan);
  }

  /**
   * Submits those lines of the inputs that have not succeeded in another job. They are recognized
   * by their content, wherever they stood; one that is there three times and has succeeded twice
   * runs once. Waits until that job has nothing left to run.
   *
   * @param resumed the id of that job, a unique beginning of it, or {@code last}
   * @param told takes lines for people, about what is left out and what is waited for
   * @throws GridException also if there is no such job, or it does something else with its lines
   */
  public Job resume(List<Input> inputs, JobOptions options, String resumed, Consumer<String> told)
      throws GridException, InterruptedException {
    return jobs.resume(inputs, options, resumed, told);
  }

  /**
   * Runs the tasks of a job that has ended once more that did not succeed, under the numbers that
   * they have there, as a new job.
   *
   * @param job the id of that job, a unique beginning of it, or {@code last}
   * @param failedOnly whether those that were cancelled are left out
   * @param options of the new job, which has to be given the lines as the old one was
   * @throws GridException if that job has not ended, or not all of its results are kept any more
   */
  public Job retry(String job, boolean failedOnly, JobOptions options)
      throws GridException, InterruptedException {
    return jobs.retry(job, failedOnly, options);
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
