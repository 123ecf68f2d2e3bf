package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** What became of a job by a command. */
record Answer(String id, String state) implements Shown {
  @Override
  public List<String> table() {
    return List.of("job " + id + ": " + state);
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id);
    json.writeStringField("state", state);
    json.writeEndObject();
  }

  @Override
  public List<String> quiet() {
    return List.of();
  }
}
