package taskgrid.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import taskgrid.cli.results.OutputBuffer;
import taskgrid.cli.terminal.Talk;
import taskgrid.function.LineCheck;
import taskgrid.function.TaskCall;
import taskgrid.job.Input;
import taskgrid.job.Place;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;

/** Looks at every line without a grid: {@code --check} and {@code --dry-run}. */
final class LineListing {
  private final Surroundings surroundings;
  private final Language language;
  private final boolean showCalls;
  private final boolean quiet;
  private final OutputBuffer out;
  private long tasks;
  private long invalid;

  /**
   * @param language in which lines are understood
   * @param showCalls whether to print what would run, not only what cannot
   */
  LineListing(Surroundings surroundings, Language language, boolean showCalls, boolean quiet) {
    this.surroundings = surroundings;
    this.language = language;
    this.showCalls = showCalls;
    this.quiet = quiet;
    this.out = new OutputBuffer(surroundings.console().out());
  }

  int run(List<Input> inputs, JobOptions options) throws GridException, IOException {
    try {
      language.read(inputs, options, this::see);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    out.flush();
    if (!quiet) {
      Talk talk = surroundings.console().talk();
      talk.line("checked: " + tasks + " tasks, " + invalid + " invalid");
    }
    return Exit.of(invalid, 0);
  }

  private void see(long task, Place place, TaskCall call) {
    String problem = LineCheck.problem(call);
    if (!(call instanceof TaskCall.Skip)) {
      tasks++;
    }
    if (problem != null) {
      invalid++;
      surroundings.console().talk().line(Failures.line(place.toString(), problem));
    } else if (showCalls && call instanceof TaskCall.Call good) {
      print(task, good);
    }
  }

  private void print(long task, TaskCall.Call call) {
    try {
      out.write((task + "\t" + call.name() + "\t").getBytes(StandardCharsets.UTF_8));
      out.write(LineCheck.shown(call, task));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
