package taskgrid;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.task.GridException;

/** What stops a member before it has met anybody. */
class MemberStartTest {
  @TempDir Path home;

  @Test
  void anAddressThatNoInterfaceHasIsRefused() {
    assertThatThrownBy(() -> Member.start(options("192.0.2.1", null)))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("--bind 192.0.2.1: no network interface of this machine");
  }

  @Test
  void everyAddressAtOnceIsNoAddress() {
    assertThatThrownBy(() -> Member.start(options("0.0.0.0", null)))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("--bind 0.0.0.0: no network interface of this machine");
  }

  /** The native configuration, which the start would meet first, is broken too. */
  @Test
  void aDataFolderThatCannotBeUsedIsFoundBeforeTheMemberJoins() throws Exception {
    Files.writeString(home.resolve("hazelcast.yaml"), "hazelcast: [");
    Path file = Files.writeString(home.resolve("file"), "");

    assertThatThrownBy(() -> Member.start(options("127.0.0.1", file)))
        .isInstanceOf(GridException.class)
        .hasMessage(
            "data folder "
                + file
                + " cannot be used: it is a file; name one that can be written with --data");
  }

  @Test
  void aDataFolderIsFreeAgainWhenTheStartFails() throws Exception {
    Files.writeString(home.resolve("hazelcast.yaml"), "hazelcast: [");
    Path data = home.resolve("data");

    assertThatThrownBy(() -> Member.start(options("127.0.0.1", data)))
        .hasMessageContaining("hazelcast.yaml");

    DataFolder.lock(data).release();
  }

  private MemberOptions options(String host, Path data) {
    return new MemberOptions(
        "start-test", host, 0, List.of(), false, 1, 1, Map.of(), null, data, home, true, null);
  }
}
