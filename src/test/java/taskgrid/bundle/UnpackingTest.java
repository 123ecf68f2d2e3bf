package taskgrid.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackingTest {
  @TempDir Path folder;

  /** Writes an archive as nobody should. */
  private interface Writing {
    void to(TarArchiveOutputStream tar) throws IOException;
  }

  private Path unpacked(Writing writing) throws IOException {
    Path archive = folder.resolve("a.tar");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(Files.newOutputStream(archive), "UTF-8")) {
      writing.to(tar);
    }
    Path root = Files.createDirectories(folder.resolve("in/side")).resolve("root");
    Unpacking.unpack(archive, root);
    return root;
  }

  private static void file(String name, TarArchiveOutputStream tar) throws IOException {
    // The flag keeps a leading slash.
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    byte[] text = "x".getBytes(UTF_8);
    entry.setSize(text.length);
    tar.putArchiveEntry(entry);
    tar.write(text);
    tar.closeArchiveEntry();
  }

  private static void special(String name, byte kind, String target, TarArchiveOutputStream tar)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/evil", "a/../b", "..", "."})
  void aNameThatLeadsOutIsRefused(String name) {
    assertThatThrownBy(() -> unpacked(tar -> file(name, tar)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("\"" + name + "\" leads out of the archive");
    assertThat(folder.resolve("in/evil")).doesNotExist();
    assertThat(folder.resolve("in/side/evil")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"l,../evil", "l,/etc/passwd", "a/l,../../evil", "l,b/../../evil", "l,b/..", "l,''"})
  void aLinkThatLeadsOutIsRefused(String name, String target) {
    assertThatThrownBy(() -> unpacked(tar -> special(name, TarConstants.LF_SYMLINK, target, tar)))
        .hasMessageContaining("is a link out of the archive");
  }

  @Test
  void nothingIsWrittenThroughALink() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));

    // Even if a link could lead there: what lies behind one is no file of the archive.
    assertThatThrownBy(
            () ->
                unpacked(
                    tar -> {
                      special("l", TarConstants.LF_SYMLINK, "d", tar);
                      file("l/evil", tar);
                    }))
        .isInstanceOf(IOException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void noLinkLiesBehindALink() {
    assertThatThrownBy(
            () ->
                unpacked(
                    tar -> {
                      special("a/b/s", TarConstants.LF_SYMLINK, "../..", tar);
                      special("a/b/s/t", TarConstants.LF_SYMLINK, "../../..", tar);
                    }))
        .hasMessageContaining("lies behind a link");
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_LINK,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK,
        TarConstants.LF_FIFO
      })
  void whatIsNoFileFolderOrLinkIsRefused(byte kind) {
    assertThatThrownBy(() -> unpacked(tar -> special("x", kind, "/etc/passwd", tar)))
        .hasMessageContaining("\"x\" is neither a file, a folder nor a link");
  }

  @Test
  void nothingIsThereTwice() {
    assertThatThrownBy(
            () ->
                unpacked(
                    tar -> {
                      file("x", tar);
                      file("x", tar);
                    }))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aLinkInsideIsMade() throws Exception {
    Path root =
        unpacked(
            tar -> {
              file("a/x", tar);
              special("b/l", TarConstants.LF_SYMLINK, "../a/x", tar);
            });

    assertThat(root.resolve("b/l")).isSymbolicLink().hasContent("x");
  }
}
