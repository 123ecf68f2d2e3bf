package taskgrid.function;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import taskgrid.task.Limits;

/**
 * What a line is counted as under {@code --limit-per}: its columns, put into a template.
 *
 * <p>Lines need not be UTF-8: bytes are handled as the characters of ISO 8859-1.
 */
public final class LimitValue {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d*)\\}");
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  private final List<Part> parts;
  private final @Nullable Pattern columns;

  /**
   * A piece of the template.
   *
   * @param text as it is, where column is below 0
   * @param column from 1; 0 = the whole line
   */
  private record Part(String text, int column) {}

  private LimitValue(List<Part> parts, @Nullable Pattern columns) {
    this.parts = parts;
    this.columns = columns;
  }

  /**
   * Reads a template.
   *
   * @param template as in {@code {1}}; {@code {}} is the whole line
   * @param columns the regular expression that divides lines; null = blanks, and the colons of a
   *     host command
   * @throws InvalidTask if there is no placeholder in it, or the expression is none
   */
  public static LimitValue of(String template, @Nullable String columns) throws InvalidTask {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(template);
    int end = 0;
    while (matcher.find()) {
      parts.add(new Part(template.substring(end, matcher.start()), -1));
      parts.add(new Part("", column(matcher.group(1))));
      end = matcher.end();
    }
    if (parts.isEmpty()) {
      throw new InvalidTask(
          "--limit-per " + Quote.text(template) + " has no placeholder such as {1} or {}");
    }
    parts.add(new Part(template.substring(end), -1));
    try {
      return new LimitValue(parts, columns == null ? null : Pattern.compile(columns));
    } catch (PatternSyntaxException e) {
      throw new InvalidTask("--colsep: " + e.getDescription());
    }
  }

  private static int column(String digits) throws InvalidTask {
    try {
      return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new InvalidTask("no line has a column {" + digits + "}");
    }
  }

  /** The value of a job's limits; null if nothing is counted, or the template is none. */
  public static @Nullable LimitValue of(Limits limits) {
    if (limits.per() == null) {
      return null;
    }
    try {
      return of(limits.per(), limits.columns());
    } catch (InvalidTask e) {
      // Refused where the job was submitted; one that came another way is not limited by it.
      return null;
    }
  }

  /** What a line is counted as; a column that it does not have is empty. */
  public String of(byte[] bytes, int offset, int length) {
    String line = new String(bytes, offset, length, ISO_8859_1);
    boolean host = columns == null && HostAddress.colon(bytes, offset, offset + length) >= 0;
    String[] cut = host ? line.split(":", -1) : divided(line);
    StringBuilder value = new StringBuilder();
    for (Part part : parts) {
      if (part.column < 0) {
        value.append(part.text);
      } else if (part.column == 0) {
        value.append(line);
      } else if (part.column <= cut.length) {
        value.append(cut[part.column - 1]);
      }
    }
    return value.toString();
  }

  private String[] divided(String line) {
    return columns == null ? BLANKS.split(line.strip(), -1) : columns.split(line, -1);
  }
}
