package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Items of a pipeline that failed, a line each. */
record FailedItems(List<Item> items) implements Shown {
  /**
   * @param task as {@code task show} takes it: the stage's job and the number of the item
   * @param reason why it failed
   * @param input what the stage was given
   */
  record Item(String stage, String task, String reason, String input) {}

  @Override
  public List<String> table() {
    Table table = new Table("stage", "task", "reason", "input");
    items.forEach(
        item ->
            table.row(
                item.stage(), item.task(), OneLine.of(item.reason()), OneLine.of(item.input())));
    return table.lines();
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Item item : items) {
      json.writeStartObject();
      json.writeStringField("stage", item.stage());
      json.writeStringField("task", item.task());
      json.writeStringField("reason", item.reason());
      json.writeStringField("input", item.input());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  @Override
  public List<String> quiet() {
    return items.stream().map(Item::task).toList();
  }
}
