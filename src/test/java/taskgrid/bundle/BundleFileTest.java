package taskgrid.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.task.GridException;

class BundleFileTest {
  @TempDir Path folder;
  private Path project;

  @BeforeEach
  void project() throws IOException {
    project = project("project");
  }

  private Path project(String name) throws IOException {
    Path made = Files.createDirectories(folder.resolve(name + "/data/empty")).getParent();
    Files.writeString(made.resolve("zürich & co.txt"), "8001");
    Path script = Files.writeString(folder.resolve(name + "/run.sh"), "#!/bin/sh\necho hi\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(folder.resolve(name + "/latest"), Path.of("data/zürich & co.txt"));
    return folder.resolve(name);
  }

  private static List<String> content(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.sorted(Comparator.comparing(path -> path.toString()))
          .filter(path -> !path.equals(root))
          .map(path -> root.relativize(path) + (Files.isExecutable(path) ? "*" : ""))
          .toList();
    }
  }

  @Test
  void whatIsPackedIsUnpackedWithWhatIsExecutableAndEmptyAndALink() throws Exception {
    Path out = folder.resolve("out");
    try (BundleFile file = BundleFile.pack(List.of(project))) {
      Path archive = Files.write(folder.resolve("a.tar"), file.piece(0, 1 << 20));
      assertThat(Files.size(archive)).isEqualTo(file.shipped().size());
      Unpacking.unpack(archive, out);
    }

    assertThat(content(out)).isEqualTo(content(project));
    assertThat(Files.readString(out.resolve("latest"))).isEqualTo("8001");
  }

  @Test
  void theSameContentHasTheSameIdWhereverAndWheneverItIsPacked() throws Exception {
    Path same = project("same");
    Files.setLastModifiedTime(same.resolve("run.sh"), FileTime.fromMillis(1));
    try (BundleFile one = BundleFile.pack(List.of(project));
        BundleFile other = BundleFile.pack(List.of(same))) {
      assertThat(other.shipped().id()).isEqualTo(one.shipped().id()).matches("[0-9a-f]{64}");
      assertThat(one.shipped().names()).containsExactly("project/");
    }
    Files.writeString(same.resolve("run.sh"), "echo ho");
    try (BundleFile one = BundleFile.pack(List.of(project));
        BundleFile other = BundleFile.pack(List.of(same))) {
      assertThat(other.shipped().id()).isNotEqualTo(one.shipped().id());
    }
  }

  @Test
  void aPieceIsWhatStandsThere() throws Exception {
    try (BundleFile file = BundleFile.pack(List.of(project))) {
      byte[] all = file.piece(0, 1 << 20);
      assertThat(file.piece(100, 7)).isEqualTo(java.util.Arrays.copyOfRange(all, 100, 107));
      assertThat(file.piece(all.length - 3, 10)).hasSize(3);
    }
  }

  @Test
  void theArchiveGoesWhenItIsClosed() throws Exception {
    BundleFile file = BundleFile.pack(List.of(project));
    file.close();

    assertThatThrownBy(() -> file.piece(0, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void jarsAreKnownByTheirNames() throws Exception {
    Path jar = Files.createFile(folder.resolve("a.jar"));
    Files.createFile(project.resolve("inner.jar"));
    try (BundleFile file = BundleFile.pack(List.of(jar, project))) {
      assertThat(file.jars()).containsExactly(jar);
      assertThat(file.shipped().jars()).containsExactly("a.jar");
    }
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> BundleFile.pack(List.of(folder.resolve("nothing"))))
        .isInstanceOf(GridException.class)
        .hasMessage("--ship %s: no such file", folder.resolve("nothing"));
  }

  @Test
  void twoOfOneNameAreRefused() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("run.sh"), "else");

    assertThatThrownBy(() -> BundleFile.pack(List.of(project, other)))
        .hasMessageContaining("both " + project.resolve("run.sh"))
        .hasMessageContaining("would be run.sh");
  }

  @Test
  void twoFoldersMayHaveAFolderOfOneName() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other/data")).getParent();
    Files.writeString(other.resolve("data/more"), "else");
    try (BundleFile file = BundleFile.pack(List.of(project, other))) {
      assertThat(file.shipped().names()).containsExactly("project/", "other/");
    }
  }

  @Test
  void aLinkOutOfTheFolderIsRefused() throws Exception {
    Files.createSymbolicLink(project.resolve("data/out"), Path.of("../../secret"));

    assertThatThrownBy(() -> BundleFile.pack(List.of(project)))
        .hasMessageContaining("data/out is a link out of the folder, to ../../secret");
  }

  @Test
  void aFileOfALongNameAndAnEmptyOneArrive() throws Exception {
    String name = "n".repeat(200);
    Path deep = Files.createDirectories(folder.resolve("deep").resolve(name));
    Files.createFile(deep.resolve(name));
    Path out = folder.resolve("out");
    try (BundleFile file = BundleFile.pack(List.of(folder.resolve("deep")))) {
      Unpacking.unpack(Files.write(folder.resolve("a.tar"), file.piece(0, 1 << 20)), out);
    }

    assertThat(out.resolve(name).resolve(name)).isEmptyFile();
  }
}
