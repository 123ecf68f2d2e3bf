package taskgrid.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import taskgrid.job.Input;
import taskgrid.job.StageJob;
import taskgrid.pipeline.Pipeline;
import taskgrid.pipeline.PipelineFile;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.Source;

/** {@code pipeline run}: every line goes through all stages; prints what the last one makes. */
@Command(
    name = "run",
    sortOptions = false,
    customSynopsis = "taskgrid pipeline run [options] FILE",
    description = "Sends every line of the source through the stages of a pipeline file.",
    footer = {
      "%nExamples:",
      "  bin/taskgrid pipeline run squares.yaml",
      "  seq 100 | bin/taskgrid pipeline run squares.yaml --input -",
      "%nExit code: as of submit; failures of every stage count."
    })
final class PipelineRunCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The pipeline: a YAML file.")
  String file = "";

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
    Path path = InputNames.readable(file, "a pipeline file");
    try (BundleFile files = pack(path)) {
      Language language = surroundings.language();
      Language known = files == null ? language : language.shipping(files);
      Pipeline pipeline = read(path, known);
      delivery.results.keepOrder |= pipeline.keepOrder();
      boolean driven = pipeline.made() != null && input == null;
      return run(pipeline, driven ? List.of() : List.of(source(pipeline, path)), files);
    }
  }

  private @Nullable BundleFile pack(Path path) throws IOException, GridException {
    List<Path> names;
    try (InputStream in = Files.newInputStream(path)) {
      names = PipelineFile.shipped(in).stream().map(path::resolveSibling).toList();
    }
    if (names.isEmpty()) {
      return null;
    }
    BundleFile files = BundleFile.pack(names);
    try {
      ShippedFunctions.requireLoadable(files);
      return files;
    } catch (GridException e) {
      files.close();
      throw e;
    }
  }

  private Pipeline read(Path path, Language language) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      PipelineFile.Read read = PipelineFile.read(in, file, language.functions());
      List<String> problems = new ArrayList<>(read.problems());
      Pipeline pipeline = read.pipeline();
      if (pipeline == null) {
        throw new Refused(problems);
      }
      if (pipeline.source() == null && pipeline.made() == null && input == null) {
        throw new Refused(file + ": has no source; name one there, or --input");
      }
      return pipeline;
    }
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
        pipeline.stages().stream()
            .map(stage -> new StageJob(stage.name(), options(stage, files), stage.when()))
            .toList();
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
      StageFailures failures = new StageFailures(console.talk(), stages, inputs.isEmpty());
      int code = submission.run(() -> failures.of(start(open, pipeline, inputs, stages)));
      return failures.counted(code, open);
    }
  }

  private static RunningJob start(
      OpenGrid open, Pipeline pipeline, List<Input> inputs, List<StageJob> stages)
      throws GridException {
    Source made = pipeline.made();
    return made != null && inputs.isEmpty()
        ? open.drive(made, pipeline.name(), stages)
        : open.submit(inputs, pipeline.name(), stages);
  }

  private JobOptions options(StageJob stage, @Nullable BundleFile files) {
    JobOptions options = stage.options().withDetached(delivery.detach);
    return files == null ? options : options.withShipped(files.shipped());
  }
}
