package taskgrid.cli.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Reads the YAML of a configuration file: keys with a value, a list or a map of plain values. */
final class ConfigFileReader {
  private final String name;
  private final Map<String, ConfigFile.Entry> entries = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private ConfigFileReader(String name) {
    this.name = name;
  }

  static ConfigFile read(byte[] text, String name) throws IOException {
    ConfigFileReader reader = new ConfigFileReader(name);
    try (JsonParser yaml = new YAMLFactory().createParser(text)) {
      reader.readKeys(yaml);
    } catch (JsonProcessingException broken) {
      int line = broken.getLocation() == null ? 1 : broken.getLocation().getLineNr();
      String reason = broken.getOriginalMessage().lines().findFirst().orElse("");
      reader.problem(line, "not YAML: " + reason);
    }
    return new ConfigFile(name, reader.entries, reader.problems);
  }

  private void readKeys(JsonParser yaml) throws IOException {
    JsonToken first = yaml.nextToken();
    if (first != JsonToken.START_OBJECT) {
      if (first != null) {
        problem(line(yaml), "write KEY: VALUE, as in 'slots: 4'");
      }
      return;
    }
    while (yaml.nextToken() == JsonToken.FIELD_NAME) {
      String key = yaml.currentName();
      int line = line(yaml);
      yaml.nextToken();
      String value = readValue(yaml, key, line);
      ConfigFile.Entry before = entries.putIfAbsent(key, new ConfigFile.Entry(value, line));
      if (before != null) {
        problem(line, key + " is there twice, first in line " + before.line());
      }
    }
  }

  private String readValue(JsonParser yaml, String key, int line) throws IOException {
    switch (yaml.currentToken()) {
      case START_ARRAY:
        return readList(yaml, key);
      case START_OBJECT:
        return readMap(yaml, key);
      case VALUE_NULL:
        problem(line, key + " has no value");
        return "";
      default:
        return yaml.getText();
    }
  }

  private String readList(JsonParser yaml, String key) throws IOException {
    StringJoiner joined = new StringJoiner(",");
    while (yaml.nextToken() != JsonToken.END_ARRAY) {
      joined.add(plain(yaml, key));
    }
    return joined.toString();
  }

  private String readMap(JsonParser yaml, String key) throws IOException {
    StringJoiner joined = new StringJoiner(",");
    while (yaml.nextToken() == JsonToken.FIELD_NAME) {
      String name = yaml.currentName();
      yaml.nextToken();
      joined.add(name + "=" + plain(yaml, key));
    }
    return joined.toString();
  }

  private String plain(JsonParser yaml, String key) throws IOException {
    if (yaml.currentToken().isScalarValue()) {
      return yaml.getText();
    }
    problem(line(yaml), key + " holds more than a list or map of plain values");
    yaml.skipChildren();
    return "";
  }

  private void problem(int line, String text) {
    problems.add(name + ":" + line + ": " + text);
  }

  private static int line(JsonParser yaml) {
    return yaml.currentTokenLocation().getLineNr();
  }
}
