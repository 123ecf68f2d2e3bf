package taskgrid.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import taskgrid.function.FunctionSource;
import taskgrid.function.TaskFunction;
import taskgrid.function.TaskLanguage;
import taskgrid.task.Commands;
import taskgrid.task.JobOptions;
import taskgrid.task.Shipped;

/** Functions, and beside them {@code sh} and the job's worker, as each job's options say. */
public final class ProgramFunctions implements FunctionSource {
  /** The variable that tells commands where the job's files are. */
  private static final String SHIPPED = "TASKGRID_SHIPPED";

  private final FunctionSource others;
  private final @Nullable Programs programs;
  private final AllowedPrograms allowed;
  private final Function<Shipped, Path> shippedFolder;
  private final ShellFunction shell;
  private final @Nullable WorkerFunction worker;

  private ProgramFunctions(
      FunctionSource others,
      @Nullable Programs programs,
      AllowedPrograms allowed,
      Function<Shipped, Path> shippedFolder,
      JobOptions options) {
    this.others = others;
    this.programs = programs;
    this.allowed = allowed;
    this.shippedFolder = shippedFolder;
    Commands commands = options.commands();
    Surroundings surroundings = surroundings(options);
    this.shell = new ShellFunction(programs, allowed, surroundings, options.maxValue());
    this.worker =
        commands.form() == Commands.Form.WORKER
            ? new WorkerFunction(
                programs, allowed, commands.template(), surroundings, options.maxValue())
            : null;
  }

  /** Commands of a job that brings files along run where these are. */
  private Surroundings surroundings(JobOptions options) {
    Commands commands = options.commands();
    String named = commands.folder();
    Shipped shipped = options.shipped();
    if (shipped == null || programs == null) {
      return new Surroundings(named == null ? null : Path.of(named), commands.environment());
    }
    Path folder = shippedFolder.apply(shipped);
    Map<String, String> environment = new LinkedHashMap<>(commands.environment());
    environment.putIfAbsent(SHIPPED, folder.toString());
    return new Surroundings(named == null ? folder : folder.resolve(named), environment);
  }

  /**
   * Where commands are run.
   *
   * @param shippedFolder where a job's files are on this member
   */
  public static ProgramFunctions running(
      FunctionSource others,
      Programs programs,
      AllowedPrograms allowed,
      Function<Shipped, Path> shippedFolder) {
    return new ProgramFunctions(others, programs, allowed, shippedFolder, JobOptions.DEFAULT);
  }

  /** Where {@code sh} is known, and not run. */
  public static ProgramFunctions knowing(FunctionSource others) {
    return new ProgramFunctions(
        others, null, AllowedPrograms.ALL, none -> Path.of(""), JobOptions.DEFAULT);
  }

  @Override
  public FunctionSource of(JobOptions options) {
    return new ProgramFunctions(others.of(options), programs, allowed, shippedFolder, options);
  }

  @Override
  public @Nullable TaskFunction find(String name, String job) {
    if (worker != null && name.equals(TaskLanguage.WORKER)) {
      return worker;
    }
    return name.equals(ShellFunction.NAME) ? shell : others.find(name, job);
  }

  @Override
  public void close() {
    others.close();
  }

  @Override
  public Collection<TaskFunction> all() {
    List<TaskFunction> all = new ArrayList<>(others.all());
    all.add(shell);
    return all;
  }
}
