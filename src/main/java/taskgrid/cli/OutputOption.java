package taskgrid.cli;

import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine.Option;

/** How to show things. */
final class OutputOption {
  @Option(
      names = "--output",
      paramLabel = "table|json|quiet",
      defaultValue = "table",
      converter = OutputStyle.Converter.class,
      completionCandidates = OutputStyle.Words.class,
      description = "How to show it (default: table).")
  OutputStyle style = OutputStyle.TABLE;

  void show(Shown shown, OutputStream out) throws IOException {
    Display.show(shown, style, out);
  }
}
