package taskgrid.function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a task line that is JSON. Its fields are set as they are read, also before a fault. */
final class JsonLine {
  private static final List<String> KEYS =
      List.of("function", "argument", "timeout", "retries", "backoff");

  /**
   * Numbers, strings and keys may be as long as a line. Keys are not kept for later lines: an
   * attacker could fill that table with colliding ones.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private @Nullable String function;
  private byte[] argument = {};
  private @Nullable Duration timeout;
  private @Nullable Integer retries;
  private @Nullable Duration backoff;

  @Nullable String function() {
    return function;
  }

  byte[] argument() {
    return argument;
  }

  @Nullable Duration timeout() {
    return timeout;
  }

  @Nullable Integer retries() {
    return retries;
  }

  @Nullable Duration backoff() {
    return backoff;
  }

  /** Reads the line, which must be one object and nothing after it. */
  void read(String line) throws InvalidTask {
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        field(key, json);
      }
      if (json.nextToken() != null) {
        throw new InvalidTask(
            "broken JSON at character "
                + json.currentTokenLocation().getColumnNr()
                + ": something follows the closing }");
      }
    } catch (JsonProcessingException e) {
      throw broken(e);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
  }

  private void field(String key, JsonParser json) throws IOException, InvalidTask {
    switch (key) {
      case "function" -> function = text(key, json);
      case "argument" -> argument = argument(json);
      case "timeout" -> timeout = timeout(json);
      case "retries" -> retries = retries(json);
      case "backoff" -> backoff = duration(key, json);
      default -> throw unknown(key);
    }
  }

  private static InvalidTask unknown(String key) {
    String nearest = NearestName.of(key, KEYS);
    return new InvalidTask(
        "unknown key "
            + Quote.text(key)
            + (nearest == null
                ? ", known are " + String.join(", ", KEYS)
                : ", did you mean \"" + nearest + "\"?"));
  }

  private static String text(String key, JsonParser json) throws IOException, InvalidTask {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new InvalidTask(key + " must be a string");
    }
    return json.getText();
  }

  private static byte[] argument(JsonParser json) throws IOException, InvalidTask {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
      throw new InvalidTask("argument must be a string or a number");
    }
    return Utf8.encode(json.getText());
  }

  private static int retries(JsonParser json) throws IOException, InvalidTask {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= 9) {
      int retries = Integer.parseInt(json.getText());
      if (retries >= 0) {
        return retries;
      }
    }
    throw new InvalidTask("retries must be a whole number from 0 up, such as 3");
  }

  private static Duration timeout(JsonParser json) throws IOException, InvalidTask {
    Duration timeout = duration("timeout", json);
    if (timeout.isZero()) {
      throw new InvalidTask("timeout must be longer than 0");
    }
    return timeout;
  }

  private static Duration duration(String key, JsonParser json) throws IOException, InvalidTask {
    Duration duration =
        json.currentToken() == JsonToken.VALUE_STRING
            ? Durations.parseOrNull(json.getText())
            : null;
    if (duration == null) {
      throw new InvalidTask(key + " must be a duration such as \"250ms\" or \"5s\"");
    }
    return duration;
  }

  private static InvalidTask broken(JsonProcessingException e) {
    JsonLocation where = e.getLocation();
    // The parser's own words, without its notes on where the line came from.
    String why =
        e.getOriginalMessage().replaceFirst(" \\(start marker.*", "").replaceAll("\\p{Cntrl}", "?");
    return new InvalidTask(
        where == null
            ? "broken JSON: " + why
            : "broken JSON at character " + where.getColumnNr() + ": " + why);
  }
}
