package taskgrid.function;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import taskgrid.task.Commands;

/**
 * A command with GNU parallel's placeholders, into which lines are put, quoted for the shell: the
 * line or column as it is, without its extension, its base name, its folder, or the task's number.
 *
 * <p>Lines need not be UTF-8: bytes are handled as the characters of ISO 8859-1.
 */
final class Template {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{(?:#|(-?\\d+)?(\\.|//|/\\.|/)?)\\}");

  private static final int NO_COLUMN = Integer.MAX_VALUE;
  private static final Pattern PLAIN = Pattern.compile("[-_.+a-zA-Z0-9/]+");
  private static final Pattern QUOTES = Pattern.compile("'");

  private final List<Part> parts;
  private final @Nullable Pattern columns;

  private Template(List<Part> parts, @Nullable Pattern columns) {
    this.parts = List.copyOf(parts);
    this.columns = columns;
  }

  /** Text of the template, or what is put in its place. */
  private sealed interface Part {
    /** As it is. */
    record Text(String text) implements Part {}

    /** The task's number. */
    record Number() implements Part {}

    /**
     * A piece of the line.
     *
     * @param column from 1, or -1 for the last; 0 = the whole line, or all its columns with a blank
     *     between
     */
    record Piece(int column, Cut cut) implements Part {}
  }

  /** What is left of a piece that is a file's name. */
  private enum Cut {
    NOTHING,
    EXTENSION,
    FOLDER,
    FOLDER_AND_EXTENSION,
    BASE;

    static Cut of(@Nullable String suffix) {
      return switch (suffix == null ? "" : suffix) {
        case "." -> EXTENSION;
        case "/" -> FOLDER;
        case "/." -> FOLDER_AND_EXTENSION;
        case "//" -> BASE;
        default -> NOTHING;
      };
    }

    String from(String name) {
      return switch (this) {
        case NOTHING -> name;
        case EXTENSION -> withoutExtension(name);
        case FOLDER -> name.substring(name.lastIndexOf('/') + 1);
        case FOLDER_AND_EXTENSION -> withoutExtension(name.substring(name.lastIndexOf('/') + 1));
        case BASE -> folder(name);
      };
    }

    private static String withoutExtension(String name) {
      int dot = name.lastIndexOf('.');
      return dot > name.lastIndexOf('/') ? name.substring(0, dot) : name;
    }

    /** As dirname does: slashes at the end do not count. */
    private static String folder(String name) {
      String own = withoutSlashes(name);
      int slash = own.lastIndexOf('/');
      if (slash < 0) {
        return own.isEmpty() && !name.isEmpty() ? "/" : ".";
      }
      String folder = withoutSlashes(own.substring(0, slash));
      return folder.isEmpty() ? "/" : folder;
    }

    private static String withoutSlashes(String name) {
      int end = name.length();
      while (end > 0 && name.charAt(end - 1) == '/') {
        end--;
      }
      return name.substring(0, end);
    }
  }

  /**
   * Reads a template. One without any placeholder gets the line at its end.
   *
   * @throws InvalidTask if the columns' expression is none
   */
  static Template parse(Commands commands) throws InvalidTask {
    String text = new String(commands.template().getBytes(UTF_8), ISO_8859_1);
    List<Part> parts = new ArrayList<>();
    Matcher found = PLACEHOLDER.matcher(text);
    int from = 0;
    while (found.find()) {
      parts.add(new Part.Text(text.substring(from, found.start())));
      parts.add(part(found));
      from = found.end();
    }
    parts.add(new Part.Text(text.substring(from)));
    if (parts.size() == 1) {
      parts.add(new Part.Text(" "));
      parts.add(new Part.Piece(0, Cut.NOTHING));
    }
    return new Template(parts, columns(commands.columns()));
  }

  private static Part part(Matcher found) {
    if (found.group().equals("{#}")) {
      return new Part.Number();
    }
    return new Part.Piece(column(found.group(1)), Cut.of(found.group(2)));
  }

  private static int column(@Nullable String digits) {
    if (digits == null) {
      return 0;
    }
    // A column of more than 8 digits is none that a line has, and neither is number 0.
    int number = digits.length() > 9 ? NO_COLUMN : Integer.parseInt(digits);
    return number == 0 ? NO_COLUMN : number;
  }

  private static @Nullable Pattern columns(@Nullable String expression) throws InvalidTask {
    try {
      return expression == null
          ? null
          : Pattern.compile(new String(expression.getBytes(UTF_8), ISO_8859_1));
    } catch (PatternSyntaxException e) {
      throw new InvalidTask(
          "--colsep is not a regular expression: "
              + e.getDescription()
              + " in "
              + Quote.text(expression));
    }
  }

  /**
   * The command for a line.
   *
   * @param task the task's number
   */
  byte[] fill(byte[] bytes, long task) {
    String line = new String(bytes, ISO_8859_1);
    String[] split = columns == null ? new String[] {line} : trimmed(columns.split(line, -1));
    StringBuilder command = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Text text) {
        command.append(text.text());
      } else if (part instanceof Part.Piece piece) {
        command.append(fill(piece, split));
      } else {
        command.append(task);
      }
    }
    return command.toString().getBytes(ISO_8859_1);
  }

  /** As GNU parallel does where it divides lines, and only there. */
  private static String[] trimmed(String[] split) {
    return Arrays.stream(split).map(String::strip).toArray(String[]::new);
  }

  private static String fill(Part.Piece piece, String[] split) {
    if (piece.column() == 0) {
      return Arrays.stream(split)
          .map(column -> quote(piece.cut().from(column)))
          .collect(Collectors.joining(" "));
    }
    int column = piece.column() < 0 ? split.length + piece.column() : piece.column() - 1;
    boolean there = column >= 0 && column < split.length;
    return there ? quote(piece.cut().from(split[column])) : "";
  }

  /** As GNU parallel quotes: in single quotes what is more than letters and the like. */
  static String quote(String text) {
    if (text.isEmpty()) {
      return "''";
    }
    if (PLAIN.matcher(text).matches()) {
      return text;
    }
    String quoted = "'" + QUOTES.matcher(text).replaceAll("'\"'\"'") + "'";
    int from = quoted.startsWith("''") ? 2 : 0;
    int to = quoted.length() - (quoted.endsWith("''") ? 2 : 0);
    return quoted.substring(from, to);
  }
}
