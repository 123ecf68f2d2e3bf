package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Items of a pipeline that failed, a line each. */
record FailedItems(List<Item> items) implements Shown {
  /**
   * @param number of the item in the pipeline
   * @param reason why it failed
   * @param input what the stage was given
   */
  record Item(String stage, long number, String reason, String input) {}

  @Override
  public List<String> table() {
    Table table = new Table("stage", "item", "reason", "input");
    items.forEach(
        item ->
            table.row(
                item.stage(),
                Long.toString(item.number()),
                OneLine.of(item.reason()),
                OneLine.of(item.input())));
    return table.lines();
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Item item : items) {
      json.writeStartObject();
      json.writeStringField("stage", item.stage());
      json.writeNumberField("item", item.number());
      json.writeStringField("reason", item.reason());
      json.writeStringField("input", item.input());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  @Override
  public List<String> quiet() {
    return items.stream().map(item -> item.stage() + " " + item.number()).toList();
  }
}
