package io.gantry.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {

    @ParameterizedTest
    @CsvSource({
        "The disk is full,Free some space.,The disk is full. Free some space.",
        "The disk is full.,Free some space.,The disk is full. Free some space.",
        "The disk is full,'',The disk is full."
    })
    void shouldSayInSentencesWhatWasFoundAndWhatToDo(String message, String remedy, String said) {
        assertThat(Failure.of(FailureReason.DISK_FULL, message, remedy).sentences())
                .isEqualTo(said);
    }
}
