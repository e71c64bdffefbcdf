package io.gantry.deployer.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RedactionTest {

    /// The order of a map of such copies differs from run to run, and by what else is in it.
    @RepeatedTest(20)
    void shouldLeaveNothingOfAValueThatBeginsWithAnother(RepetitionInfo repetition) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < repetition.getCurrentRepetition(); i++) {
            environment.put("OTHER_" + i, "value");
        }
        environment.put("AWS_ACCESS_KEY_ID", "gantry");
        environment.put("AWS_SECRET_ACCESS_KEY", "gantry-secret");

        assertThat(new Redaction(environment).redacted("The keys are gantry and gantry-secret."))
                .isEqualTo("The keys are *** and ***.");
    }

    @Test
    void shouldLeaveWhatIsNoSecretOrTooShortToTell() {
        Map<String, String> environment = Map.of("NAME", "llama", "HF_TOKEN", "a");

        assertThat(new Redaction(environment).redacted("llama has a tokenizer"))
                .isEqualTo("llama has a tokenizer");
    }
}
