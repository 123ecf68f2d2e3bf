package taskgrid.cli.results;

import java.io.IOException;
import java.util.Locale;

/** How results are written: the values of {@code --format}. */
public enum ResultFormat {
  TEXT,
  JSONL,
  CSV;

  /** The word that people type. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a result in this format shows its task line, so that the grid must send it. */
  public boolean showsInput() {
    return this != TEXT;
  }

  /** A writer of this format; {@code tag} puts the task's number before each line of text. */
  public ResultWriter writer(OutputBuffer out, boolean tag) throws IOException {
    return switch (this) {
      case TEXT -> new TextResults(out, tag);
      case JSONL -> new JsonResults(out);
      case CSV -> new CsvResults(out);
    };
  }
}
