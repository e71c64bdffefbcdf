package io.gantry.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MatchTest {

    private static final Match.Subject CHAT = subject("prod-eu", "chat", true, "team", "search");
    private static final Match.Subject IRIS = subject("dev", "iris", false);

    @Test
    void shouldFitEverythingByDefault() {
        assertThat(match("{}").fits(CHAT)).isTrue();
        assertThat(match("{}").fits(IRIS)).isTrue();
        assertThat(match("{}").fits(Match.Subject.ofCluster("node-1"))).isTrue();
    }

    @Test
    void shouldFitWhatHasAllThatIsGiven() {
        for (String match :
                new String[] {
                    "{namespace: 'prod-*'}",
                    "{name: chat}",
                    "{labels: {team: 's*'}}",
                    "{languageModel: true}",
                    "{namespace: 'prod-*', name: 'c*', labels: {team: search}, languageModel: true}"
                }) {
            assertThat(match(match).fits(CHAT)).as(match).isTrue();
            assertThat(match(match).fits(IRIS)).as(match).isFalse();
        }
        assertThat(match("{languageModel: false}").fits(IRIS)).isTrue();
        assertThat(match("{languageModel: false}").fits(CHAT)).isFalse();
        assertThat(match("{name: chat, labels: {team: other}}").fits(CHAT)).isFalse();
        assertThat(match("{labels: {other: ''}}").fits(CHAT)).as("it has none").isTrue();
    }

    /// What tells them costs something, for each of thousands of services.
    @Test
    void shouldNotAskForWhatNoRuleIsAbout() {
        Match.Subject silent =
                new Match.Subject(
                        "dev",
                        "iris",
                        () -> {
                            throw new IllegalStateException("labels");
                        },
                        () -> {
                            throw new IllegalStateException("model");
                        });

        assertThat(match("{name: iris}").fits(silent)).isTrue();
    }

    private static Match match(String yaml) {
        return Rules.rule("Any", "  match: " + yaml).match();
    }

    private static Match.Subject subject(
            String namespace, String name, boolean languageModel, String... label) {
        return new Match.Subject(
                namespace,
                name,
                () -> label.length == 0 ? Map.of() : Map.of(label[0], label[1]),
                () -> languageModel);
    }
}
