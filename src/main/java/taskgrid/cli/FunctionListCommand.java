package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import taskgrid.bundle.BundleFile;
import taskgrid.bundle.ShippedFunctions;
import taskgrid.function.FunctionSource;
import taskgrid.function.TaskFunction;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;

/** {@code function list}. */
@Command(
    name = "list",
    sortOptions = false,
    description = "Lists the functions that task lines can name, each with a line of help.",
    footer = {"%nExample:", "  bin/taskgrid function list"})
final class FunctionListCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--ship",
      paramLabel = "JAR",
      description = "Also those of this jar; may be repeated.")
  List<Path> ship = new ArrayList<>();

  @Mixin final OutputOption output = new OutputOption();
  @Mixin final CommonOptions common = new CommonOptions();

  FunctionListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, GridException {
    try (BundleFile files = ShippedFunctions.pack(ship)) {
      if (files == null) {
        show(surroundings.language().functions());
      } else {
        FunctionSource known = surroundings.language().shipping(files).functions();
        show(known.of(JobOptions.DEFAULT.withShipped(files.shipped())));
      }
    }
    return Exit.OK;
  }

  private void show(FunctionSource functions) throws IOException {
    Collection<TaskFunction> all = functions.all();
    output.show(new FunctionsShown(List.copyOf(all)), surroundings.console().out());
  }

  private record FunctionsShown(List<TaskFunction> functions) implements Shown {
    @Override
    public List<String> table() {
      Table table = new Table("function", "answers");
      for (TaskFunction function : functions) {
        // Help reads "add N M: N plus M".
        String[] help = function.help().split(": ", 2);
        table.row(help[0], help.length == 1 ? "" : help[1]);
      }
      return table.lines();
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartArray();
      for (TaskFunction function : functions) {
        json.writeStartObject();
        json.writeStringField("name", function.name());
        json.writeStringField("help", function.help());
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    @Override
    public List<String> quiet() {
      return functions.stream().map(TaskFunction::name).toList();
    }
  }
}
