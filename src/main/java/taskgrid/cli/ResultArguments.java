package taskgrid.cli;

import picocli.CommandLine.Option;
import taskgrid.cli.results.ResultFormat;
import taskgrid.cli.values.FormatValue;
import taskgrid.job.ResultOptions;

/** How results are printed. */
final class ResultArguments {
  @Option(
      names = {"-k", "--keep-order"},
      description = "Print results in the order of their lines instead of as they come.")
  boolean keepOrder;

  @Option(
      names = "--format",
      paramLabel = "text|jsonl|csv",
      defaultValue = "text",
      converter = FormatValue.class,
      completionCandidates = FormatValue.Words.class,
      description = "What a result looks like (default: text).")
  ResultFormat format = ResultFormat.TEXT;

  @Option(names = "--tag", description = "Put the task's number and a tab before each line.")
  boolean tag;

  ResultOptions resultOptions(boolean follow) {
    return new ResultOptions(keepOrder, format.showsInput(), follow);
  }

  void check() {
    if (tag && format != ResultFormat.TEXT) {
      throw new Refused("--tag is for --format text: " + format.word() + " has the number already");
    }
  }
}
