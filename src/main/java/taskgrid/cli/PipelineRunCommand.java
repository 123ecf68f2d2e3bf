package taskgrid.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import taskgrid.bundle.BundleFile;
import taskgrid.bundle.ShippedFunctions;
import taskgrid.function.InvalidTask;
import taskgrid.function.TaskLanguage;
import taskgrid.job.Input;
import taskgrid.job.StageJob;
import taskgrid.job.StagePlan;
import taskgrid.pipeline.Pipeline;
import taskgrid.pipeline.PipelineFile;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.Source;

/** {@code pipeline run}: every line goes through all stages; prints what the last one makes. */
@Command(
    name = "run",
    sortOptions = false,
    customSynopsis = {
      "taskgrid pipeline run [options] FILE",
      "taskgrid pipeline run [options] --function CHAIN"
    },
    description = "Sends every line of the source through the stages of a pipeline file.",
    footer = {
      "%nExamples:",
      "  bin/taskgrid pipeline run squares.yaml",
      "  seq 100 | bin/taskgrid pipeline run squares.yaml --input -",
      "  seq 100 | bin/taskgrid pipeline run --function 'square | subtract 1'",
      "%nExit code: as of submit; failures of every stage count."
    })
final class PipelineRunCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The pipeline: a YAML file.")
  @Nullable String file;

  @Option(
      names = "--function",
      paramLabel = "CHAIN",
      description = "Instead of a file: each function of the chain is a stage.")
  @Nullable String chain;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What people call it, instead of what the file says.")
  @Nullable String name;

  @Option(
      names = "--input",
      paramLabel = "FILE|-",
      description = "Read lines there instead of from the file's source.")
  @Nullable String input;

  @Mixin final GridOptions grid = new GridOptions();
  @Mixin final EmbeddedArguments embedded = new EmbeddedArguments();
  @Mixin final DeliveryArguments delivery = new DeliveryArguments();
  @Mixin final CommonOptions common = new CommonOptions();

  PipelineRunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    GridChoice.check(spec, delivery.detach);
    delivery.check();
    embedded.check();
    if ((file == null) == (chain == null)) {
      throw UsageErrors.refuse("a pipeline is a FILE, or --function with a chain");
    }
    Path path = file == null ? Path.of("") : InputNames.readable(file, "a pipeline file");
    try (BundleFile files = file == null ? null : ShippedFunctions.pack(shipped(path))) {
      Pipeline pipeline = read(path, files);
      delivery.results.keepOrder |= pipeline.keepOrder();
      boolean driven = pipeline.made() != null && input == null;
      return run(pipeline, driven ? List.of() : List.of(source(pipeline, path)), files);
    }
  }

  /** What is not there is said with all else that is wrong in the file. */
  private static List<Path> shipped(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return PipelineFile.shipped(in).stream()
          .map(path::resolveSibling)
          .filter(Files::exists)
          .toList();
    }
  }

  private Pipeline read(Path path, @Nullable BundleFile files) throws IOException {
    TaskLanguage language = language(files);
    try {
      return chain == null ? read(path, language) : stages(chain, language);
    } finally {
      language.close();
    }
  }

  private Pipeline read(Path path, TaskLanguage language) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      PipelineFile.Read read =
          PipelineFile.read(
              in,
              String.valueOf(file),
              language,
              input != null,
              shipped -> Files.exists(path.resolveSibling(shipped)));
      Pipeline pipeline = read.pipeline();
      if (pipeline == null) {
        throw new Refused(read.problems());
      }
      return name == null ? pipeline : pipeline.withName(name);
    }
  }

  private Pipeline stages(String functionChain, TaskLanguage language) {
    try {
      return Pipeline.chain(name, functionChain, language);
    } catch (InvalidTask e) {
      throw UsageErrors.refuse("--function: " + e.getMessage());
    }
  }

  /** With the functions of the jars that the pipeline ships, if it does. */
  private TaskLanguage language(@Nullable BundleFile files) {
    Language known = surroundings.language();
    if (files == null) {
      return new TaskLanguage(known.functions(), "", JobOptions.DEFAULT);
    }
    JobOptions shipping = JobOptions.DEFAULT.withShipped(files.shipped());
    return new TaskLanguage(known.shipping(files).functions(), "", shipping);
  }

  /** Names in the file are as seen from the file; what is typed is as seen from here. */
  private Input source(Pipeline pipeline, Path path) {
    String named = pipeline.source();
    String source =
        input != null || named == null || named.equals("-")
            ? input == null ? "-" : input
            : path.resolveSibling(named).toString();
    return InputNames.input(source, surroundings.console().in());
  }

  private int run(Pipeline pipeline, List<Input> inputs, @Nullable BundleFile files)
      throws Exception {
    List<StageJob> stages =
        pipeline.stages().stream().map(stage -> stage.withOptions(options(stage, files))).toList();
    Console console = surroundings.console();
    try (Interruption interruption =
            new Interruption(
                surroundings.machine().signals(), console.talk(), Thread.currentThread());
        OpenGrid open =
            new GridChoice(surroundings, spec, grid, embedded)
                .open(delivery.detach ? "--detach" : null)) {
      if (files != null) {
        open.ship(files);
      }
      JobOptions last = stages.get(stages.size() - 1).options();
      Submission submission =
          new Submission(surroundings, delivery, common.debug, last, open, interruption);
      OtherStages others = new OtherStages(console.talk(), surroundings.timing());
      StagePlan plan = new StagePlan(pipeline.name(), stages);
      int code = submission.run(() -> others.of(start(open, pipeline.made(), inputs, plan)));
      return others.counted(code, open);
    }
  }

  private static RunningJob start(
      OpenGrid open, @Nullable Source made, List<Input> inputs, StagePlan plan)
      throws GridException {
    return made != null && inputs.isEmpty() ? open.drive(made, plan) : open.submit(inputs, plan);
  }

  private JobOptions options(StageJob stage, @Nullable BundleFile files) {
    JobOptions options = stage.options().withDetached(delivery.detach);
    return files == null ? options : options.withShipped(files.shipped());
  }
}
