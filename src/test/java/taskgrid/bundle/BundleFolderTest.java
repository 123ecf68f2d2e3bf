package taskgrid.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.task.Shipped;

class BundleFolderTest {
  private static final int PIECE = 3_000;

  @TempDir Path temp;
  private Path root;
  private BundleFolder folder;
  private BundleFile file;
  private Shipped bundle;

  @BeforeEach
  void pack() throws Exception {
    root = temp.resolve("shipped");
    folder = new BundleFolder(() -> root);
    file =
        BundleFile.pack(List.of(Files.writeString(temp.resolve("x.txt"), "hello\n".repeat(999))));
    bundle = file.shipped();
  }

  @AfterEach
  void close() {
    file.close();
    folder.close();
  }

  private void send(String job, BundleFolder to) throws IOException {
    for (long at = 0; at < bundle.size(); ) {
      at = to.write(job, bundle, at, file.piece(at, PIECE));
    }
  }

  @Test
  void whatHasCompletelyComeIsThere() throws Exception {
    send("job", folder);

    assertThat(folder.ready()).containsExactly(bundle.id());
    assertThat(folder.folder(bundle.id()).resolve("x.txt")).hasContent("hello\n".repeat(999));
    assertThat(folder.read(bundle.id(), 5, 10)).isEqualTo(file.piece(5, 10));
  }

  @Test
  void aHalfIsNeverUsed() throws Exception {
    folder.write("job", bundle, 0, file.piece(0, PIECE));

    assertThat(folder.ready()).isEmpty();
    assertThat(folder.folder(bundle.id())).doesNotExist();
    assertThat(folder.read(bundle.id(), 0, 10)).isNull();
  }

  @Test
  void onePieceIsTakenOnceAndNoneTooEarly() throws Exception {
    assertThat(folder.write("job", bundle, PIECE, file.piece(PIECE, PIECE))).isZero();
    assertThat(folder.write("job", bundle, 0, file.piece(0, PIECE))).isEqualTo(PIECE);
    assertThat(folder.write("other", bundle, 0, file.piece(0, PIECE))).isEqualTo(PIECE);
    send("job", folder);
    assertThat(folder.write("job", bundle, 0, file.piece(0, PIECE))).isEqualTo(bundle.size());
    assertThat(folder.ready()).containsExactly(bundle.id());
  }

  @Test
  void whatIsNotWhatItsIdSaysIsRefusedAndCanBeSentAgain() throws Exception {
    byte[] all = file.piece(0, (int) bundle.size());
    all[700]++;

    assertThatThrownBy(() -> folder.write("job", bundle, 0, all))
        .hasMessage("what has come is not what was sent");
    assertThat(folder.ready()).isEmpty();
    assertThat(folder.trouble(bundle.id())).isEqualTo("what has come is not what was sent");

    send("job", folder);
    assertThat(folder.ready()).containsExactly(bundle.id());
    assertThat(folder.trouble(bundle.id())).isNull();
  }

  @Test
  void moreThanItsSizeIsRefused() {
    Shipped small = new Shipped(bundle.id(), 10, List.of());

    assertThatThrownBy(() -> folder.write("job", small, 0, file.piece(0, PIECE)))
        .hasMessage("more than the 10 bytes of its archive");
  }

  @Test
  void anIdThatIsAPathIsRefused() {
    Shipped evil = new Shipped("../../evil", 1, List.of());

    assertThatThrownBy(() -> folder.write("job", evil, 0, new byte[1]))
        .hasMessageContaining("is no SHA-256");
  }

  @Test
  void itGoesWithTheLastJobThatNeedsIt() throws Exception {
    send("one", folder);
    send("two", folder);
    folder.use("three", bundle.id());
    assertThat(folder.jobs()).containsExactlyInAnyOrder("one", "two", "three");

    folder.forget("one");
    folder.forget("two");
    folder.forget("unknown");
    assertThat(folder.ready()).containsExactly(bundle.id());

    folder.forget("three");
    assertThat(folder.ready()).isEmpty();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aHalfGoesWithItsJobToo() throws Exception {
    folder.write("job", bundle, 0, file.piece(0, PIECE));
    folder.forget("job");

    assertThat(root).isEmptyDirectory();
    send("next", folder);
    assertThat(folder.ready()).containsExactly(bundle.id());
  }

  @Test
  void whatAnEarlierMemberLeftGoes() throws Exception {
    Files.createDirectories(root.resolve("old"));
    send("job", folder);

    assertThat(root.resolve("old")).doesNotExist();
  }

  @Test
  void aDiskThatTakesNothingIsATrouble() throws Exception {
    Path notAFolder = Files.createFile(temp.resolve("file"));
    try (BundleFolder nowhere = new BundleFolder(() -> notAFolder.resolve("shipped"))) {
      assertThatThrownBy(() -> send("job", nowhere)).isInstanceOf(IOException.class);
      assertThat(nowhere.trouble(bundle.id())).isNotBlank();
    }
  }
}
