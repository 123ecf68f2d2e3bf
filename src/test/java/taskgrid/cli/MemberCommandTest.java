package taskgrid.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.cli.Shell.Ran;
import taskgrid.task.GridException;

class MemberCommandTest {
  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(home);
  }

  @Test
  void saysOneLineWhenReadyAndDrainsOnTermination() throws Exception {
    CompletableFuture<Ran> running = shell.start("member", "--slots", "8");
    awaited();

    shell.signals.raise("TERM");

    Ran ran = Shell.ended(running);
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .isEqualTo("member ready: 127.0.0.1:5701 cluster=taskgrid members=2 slots=8\n");
    assertThat(ran.err()).isEmpty();
    assertThat(shell.grids.member.calls).containsExactly("drain PT1M");
  }

  @Test
  void drainsWhenItIsAskedToFromAfar() throws Exception {
    CompletableFuture<Ran> running = shell.start("member", "--drain-timeout", "5s");
    awaited();

    shell.grids.member.askedToLeave.run();

    assertThat(Shell.ended(running).code()).isZero();
    assertThat(shell.grids.member.calls).containsExactly("drain PT5S");
  }

  @Test
  void anotherOneIsDrainedByItsAddress() {
    Ran ran = shell.run("member", "drain", "127.0.0.1:5702");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEqualTo("member 127.0.0.1:5702: left\n");
    assertThat(shell.grids.calls).contains("drain 127.0.0.1:5702");
    assertThat(shell.run("member", "drain", "127.0.0.1:5702", "--output", "json").out())
        .isEqualTo("{\"address\":\"127.0.0.1:5702\",\"state\":\"left\"}\n");
  }

  @Test
  void whyAnotherOneIsNotDrainedIsSaid() {
    shell.grids.drainRefusal = new GridException("no member at 127.0.0.1:5709");

    Ran ran = shell.run("member", "drain", "127.0.0.1:5709");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).isEqualTo("taskgrid: no member at 127.0.0.1:5709\n");
    assertThat(shell.run("member", "drain").code()).isEqualTo(255);
  }

  @Test
  void aSecondCtrlCLeavesAtOnce() throws Exception {
    shell.grids.member.drained = new CountDownLatch(1);
    CompletableFuture<Ran> running = shell.start("member");
    awaited();
    Thread first = new Thread(() -> shell.signals.raise("INT"));
    first.start();
    assertThat(shell.grids.member.draining.await(Shell.PATIENCE_SECONDS, SECONDS)).isTrue();

    shell.signals.raise("INT");

    assertThat(shell.signals.halts).containsExactly(130);
    shell.grids.member.drained.countDown();
    assertThat(Shell.ended(running).code()).isZero();
    first.join();
  }

  @Test
  void aMemberThatLeavesByItselfIsAnError() throws Exception {
    CompletableFuture<Ran> running = shell.start("member");
    awaited();

    shell.grids.member.close();

    Ran ran = Shell.ended(running);
    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).contains("has left the grid");
  }

  @Test
  void optionsReachTheMember() throws Exception {
    Path table = shell.write("config/hosts.txt", "");
    shell.grids.member.close();

    shell.run(
        "member",
        "--cluster",
        "c",
        "--bind",
        "127.0.0.1:5777",
        "--join",
        "a,b:5702",
        "--discover",
        "--label",
        "gpu=yes",
        "--label",
        "room=3",
        "--drain-timeout",
        "5s",
        "--memory",
        "2g",
        "--insecure");

    var options = shell.grids.started;
    assertThat(options.cluster()).isEqualTo("c");
    assertThat(options.bindHost()).isEqualTo("127.0.0.1");
    assertThat(options.bindPort()).isEqualTo(5777);
    assertThat(options.join()).containsExactly("a", "b:5702");
    assertThat(options.discover()).isTrue();
    assertThat(options.slots()).isEqualTo(2);
    assertThat(options.labels()).containsEntry("gpu", "yes").containsEntry("room", "3");
    assertThat(options.hostTable()).isEqualTo(table);
    assertThat(options.configDir()).isEqualTo(home.resolve("config"));
    assertThat(options.insecure()).isTrue();
  }

  @Test
  void aSlowPoolIsRefusedBeforeAnythingStarts() {
    shell.poolThreads = 1;

    Ran ran = shell.run("member");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).contains("start members with bin/member.sh").hasLineCount(1);
    assertThat(shell.grids.started).isNull();
  }

  @Test
  void whatTheGridRefusesIsOneLine() {
    shell.grids.refusal = new GridException("port 5701 of 127.0.0.1 is taken");

    Ran ran = shell.run("member", "--bind", "127.0.0.1:5701");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("taskgrid: port 5701 of 127.0.0.1 is taken\n");
  }

  private void awaited() throws InterruptedException {
    assertThat(shell.grids.member.awaited.await(Shell.PATIENCE_SECONDS, SECONDS)).isTrue();
  }
}
