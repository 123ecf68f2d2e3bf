package taskgrid.cli;

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
import taskgrid.cli.terminal.Talk;
import taskgrid.job.Input;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.Shipped;

/** {@code submit}: runs every line as a task and prints the results. */
@Command(
    name = "submit",
    sortOptions = false,
    customSynopsis = "taskgrid submit [options] FILE...|-",
    description = "Runs every line of the files or of standard input as a task; prints results.",
    footer = {
      "%nExamples:",
      "  bin/submit.sh tasks.txt            run every line, print values as they come",
      "  bin/submit.sh --check tasks.txt    list the lines that cannot be run",
      "  seq 10 | bin/submit.sh --function double -k -",
      "  bin/submit.sh --function 'square | subtract 1' --format csv numbers.txt",
      "  bin/submit.sh --members 10.0.0.7 --format jsonl --output all.jsonl tasks.txt",
      "%nExit code: 0 all succeeded, 1-100 so many failed, 101 more failed, 130 some",
      "were cancelled, 255 usage, configuration or grid error; 124 --wait-timeout,",
      "141 closed pipe."
    })
final class SubmitCommand implements Callable<Integer> {
  /** Files that take longer than a moment to send. */
  private static final long LARGE = 64L << 20;

  private final Surroundings surroundings;

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin final GridOptions grid = new GridOptions();
  @Mixin final EmbeddedArguments embedded = new EmbeddedArguments();
  @Mixin final JobArguments job = new JobArguments();
  @Mixin final DeliveryArguments delivery = new DeliveryArguments();

  @Option(
      names = "--check",
      description = "List lines that cannot be run, without a grid; exit as if they failed.")
  boolean check;

  @Option(
      names = "--dry-run",
      description = "Print what would run, without a grid: line, function, argument.")
  boolean dryRun;

  @Option(
      names = "--resume",
      paramLabel = "JOB",
      description = {
        "Leave out lines that have succeeded in that job,",
        "wherever they stood: compared by content."
      })
  @Nullable String resume;

  @Mixin final CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "FILE|-",
      hideParamSyntax = true,
      description = "Files of task lines; - is standard input.")
  List<String> files = new ArrayList<>();

  SubmitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    checkOptions();
    List<Input> inputs = inputs();
    try (BundleFile files = job.pack()) {
      JobOptions plain = job.jobOptions(delivery.detach);
      JobOptions options = files == null ? plain : plain.withShipped(files.shipped());
      Language language = surroundings.language();
      Language known = files == null ? language : language.shipping(files);
      if (check || dryRun) {
        return new LineListing(surroundings, known, dryRun, delivery.quiet).run(inputs, options);
      }
      return submit(inputs, options, files);
    }
  }

  private int submit(List<Input> inputs, JobOptions options, @Nullable BundleFile files)
      throws Exception {
    Console console = surroundings.console();
    try (Interruption interruption =
            new Interruption(
                surroundings.machine().signals(), console.talk(), Thread.currentThread());
        OpenGrid open = openGrid()) {
      if (files != null) {
        open.ship(files);
        tellLargeFiles(files.shipped(), console.talk());
      }
      Submission submission =
          new Submission(surroundings, delivery, common.debug, options, open, interruption);
      return submission.run(() -> start(open, inputs, options));
    }
  }

  /** Nothing else is said while they are sent. */
  private void tellLargeFiles(Shipped shipped, Talk talk) {
    if (shipped.size() >= LARGE && !delivery.quiet) {
      talk.line("ships " + OneLine.of(shipped + ", " + (shipped.size() >> 20) + " MiB"));
    }
  }

  private RunningJob start(OpenGrid open, List<Input> inputs, JobOptions options)
      throws GridException, InterruptedException {
    return resume == null
        ? open.submit(inputs, options)
        : open.resume(inputs, options, resume, surroundings.console().talk()::line);
  }

  private void checkOptions() {
    if (files.isEmpty()) {
      throw UsageErrors.refuse("nothing to run: name a FILE, or - for standard input");
    }
    GridChoice.check(spec, delivery.detach);
    if (files.stream().filter("-"::equals).count() > 1) {
      throw UsageErrors.refuse("- is there twice: standard input can be read only once");
    }
    if (typed("--embedded") && resume != null) {
      throw UsageErrors.refuse(
          "--embedded and --resume exclude each other: an embedded grid has no other job");
    }
    delivery.check();
    job.check();
    embedded.check();
  }

  private boolean typed(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private List<Input> inputs() {
    return files.stream().map(name -> InputNames.input(name, surroundings.console().in())).toList();
  }

  /** The named grid, else one on this host, else one in this process. */
  private OpenGrid openGrid() throws GridException {
    String staying = resume != null ? "--resume" : delivery.detach ? "--detach" : null;
    return new GridChoice(surroundings, spec, grid, embedded).open(staying);
  }
}
