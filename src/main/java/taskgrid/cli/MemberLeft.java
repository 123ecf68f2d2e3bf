package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** A member has left as it was told. */
record MemberLeft(String address) implements Shown {
  @Override
  public List<String> table() {
    return List.of("member " + address + ": left");
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("address", address);
    json.writeStringField("state", "left");
    json.writeEndObject();
  }

  @Override
  public List<String> quiet() {
    return List.of();
  }
}
