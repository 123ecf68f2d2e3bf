package taskgrid.grid.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import taskgrid.grid.BatchKey;

class HeldQuestionsTest {
  private static final BatchKey KEY = Lines.key("job", 1);
  private static final UUID OWNER = new UUID(0, 1);
  private static final UUID NEW_OWNER = new UUID(0, 2);

  private final HeldQuestions questions = new HeldQuestions();

  @Test
  void whatIsGrantedMayBeTaken() {
    assertThat(questions.mayTake(KEY, OWNER, 10, 20)).isTrue();
  }

  @Test
  void notWhenANewOwnerHasAskedMeanwhileAndBelievesThatNobodyHasIt() {
    questions.asked(NEW_OWNER, KEY::equals, 15);

    assertThat(questions.mayTake(KEY, OWNER, 10, 20)).isFalse();
  }

  @Test
  void whatTheNewOwnerGrantsMayBeTaken() {
    questions.asked(NEW_OWNER, KEY::equals, 15);

    assertThat(questions.mayTake(KEY, NEW_OWNER, 10, 20)).isTrue();
    assertThat(questions.mayTake(KEY, OWNER, 16, 20)).as("asked for after it").isTrue();
  }

  @Test
  void questionsAboutOtherBatchesDoNotMatter() {
    questions.asked(NEW_OWNER, Lines.key("other", 1)::equals, 15);

    assertThat(questions.mayTake(KEY, OWNER, 10, 20)).isTrue();
  }

  @Test
  void notWhenTheOwnersAuditHasMissedItTwice() {
    questions.asked(OWNER, KEY::equals, 15);
    assertThat(questions.mayTake(KEY, OWNER, 10, 20)).isTrue();
    questions.asked(OWNER, KEY::equals, 17);

    assertThat(questions.mayTake(KEY, OWNER, 10, 20)).isFalse();
  }

  @Test
  void notWhenItTookSoLongThatQuestionsAreForgotten() {
    assertThat(questions.mayTake(KEY, OWNER, 0, TimeUnit.SECONDS.toNanos(31))).isFalse();
  }
}
