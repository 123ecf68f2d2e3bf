package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import taskgrid.task.MemberStatus;

/** Members, a line each. */
record MembersShown(List<MemberStatus> members) implements Shown {
  @Override
  public List<String> table() {
    Table table = new Table("address", "labels", "slots", "running", "waiting", "heap", "version");
    for (MemberStatus member : members) {
      table.row(
          member.address(),
          labels(member),
          Integer.toString(member.slots()),
          Integer.toString(member.running()),
          Long.toString(member.waiting()),
          megabytes(member.heapUsed()) + "/" + megabytes(member.heapMax()) + " MiB",
          member.version());
    }
    return table.lines();
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (MemberStatus member : members) {
      json.writeStartObject();
      json.writeStringField("address", member.address());
      json.writeObjectFieldStart("labels");
      for (Map.Entry<String, String> label : new TreeMap<>(member.labels()).entrySet()) {
        json.writeStringField(label.getKey(), label.getValue());
      }
      json.writeEndObject();
      json.writeNumberField("slots", member.slots());
      json.writeNumberField("running", member.running());
      json.writeNumberField("waiting", member.waiting());
      json.writeNumberField("heapUsed", member.heapUsed());
      json.writeNumberField("heapMax", member.heapMax());
      json.writeStringField("version", member.version());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  @Override
  public List<String> quiet() {
    return members.stream().map(MemberStatus::address).toList();
  }

  private static String labels(MemberStatus member) {
    StringBuilder labels = new StringBuilder();
    new TreeMap<>(member.labels())
        .forEach(
            (key, value) ->
                labels.append(labels.isEmpty() ? "" : ",").append(key).append('=').append(value));
    return labels.isEmpty() ? "-" : labels.toString();
  }

  private static long megabytes(long bytes) {
    return bytes >> 20;
  }
}
