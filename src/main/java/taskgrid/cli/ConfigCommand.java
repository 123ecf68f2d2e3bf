package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import taskgrid.cli.settings.Setting;

/** {@code config}: what holds, and who says so. */
@Command(
    name = "config",
    sortOptions = false,
    description = "Prints the effective configuration and where each value came from.",
    footer = {
      "%nExamples:",
      "  bin/taskgrid config",
      "  TASKGRID_SLOTS=4 bin/taskgrid config --config other.yaml --output json"
    })
final class ConfigCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Supplier<List<Setting>> effective;

  @Mixin final OutputOption output = new OutputOption();
  @Mixin final CommonOptions common = new CommonOptions();

  /**
   * @param effective asked when the command runs, for then everything is read
   */
  ConfigCommand(Surroundings surroundings, Supplier<List<Setting>> effective) {
    this.surroundings = surroundings;
    this.effective = effective;
  }

  @Override
  public Integer call() throws IOException {
    List<Setting> settings = effective.get().stream().map(this::withComputed).toList();
    output.show(new SettingsShown(settings), surroundings.console().out());
    return Exit.OK;
  }

  /** Some defaults depend on the machine. */
  private Setting withComputed(Setting setting) {
    if (setting.value() != null) {
      return setting;
    }
    Machine machine = surroundings.machine();
    String computed =
        switch (setting.key()) {
          case "bind" -> "127.0.0.1";
          case "join" -> "127.0.0.1:5701-5710";
          case "data" -> "data/<port>";
          case "batch-size" -> "adapts";
          case "memory" -> "Java's";
          case "slots" -> Integer.toString(machine.cores());
          case "host-table" ->
              machine.usualHostTable() == null ? null : String.valueOf(machine.usualHostTable());
          default -> null;
        };
    return new Setting(setting.key(), computed, setting.source());
  }

  private record SettingsShown(List<Setting> settings) implements Shown {
    @Override
    public List<String> table() {
      Table table = new Table("key", "value", "source");
      for (Setting setting : settings) {
        String value = setting.value();
        table.row(setting.key(), value == null ? "-" : OneLine.of(value), setting.source());
      }
      return table.lines();
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartObject();
      for (Setting setting : settings) {
        json.writeObjectFieldStart(setting.key());
        json.writeStringField("value", setting.value());
        json.writeStringField("source", setting.source());
        json.writeEndObject();
      }
      json.writeEndObject();
    }

    @Override
    public List<String> quiet() {
      return settings.stream()
          .filter(setting -> setting.value() != null)
          .map(setting -> setting.key() + "=" + setting.value())
          .toList();
    }
  }
}
