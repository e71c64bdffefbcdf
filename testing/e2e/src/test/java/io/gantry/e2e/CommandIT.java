package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gantry.process.RunningProgram;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands that look at a suite that is up.
@ExtendWith(SuiteExtension.class)
class CommandIT {

    private static final String NAME = "commanded";

    @BeforeAll
    static void register(RunningSuite suite) {
        suite.model(NAME).register(1);
        suite.model(NAME).awaitServing();
        suite.model(NAME).awaitReady();
    }

    @AfterAll
    static void delete(RunningSuite suite) {
        suite.model(NAME).delete();
    }

    @Test
    void shouldRefuseASecondUpAndLeaveTheFirstAlone(RunningSuite suite) throws Exception {
        String before = Files.readString(suite.path().resolve("suite.json"));

        Cli.Outcome outcome = suite.cli().run("up", "--port-offset", "" + RunningSuite.PORT_OFFSET);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("Gantry is already up in " + suite.path(), "stop it with gantry down");
        assertThat(suite.path().resolve("suite.json")).hasContent(before);
        assertThat(suite.model(NAME).embed().status()).isEqualTo(200);
    }

    @Test
    void shouldPrintModelsAsTheRegistryHasThem(RunningSuite suite) throws Exception {
        Cli.Outcome table = suite.cli().run("get", "models");
        Cli.Outcome json = suite.cli().run("get", "models", "-o", "json");
        Cli.Outcome yaml = suite.cli().run("get", "models", "-o", "yaml");

        assertThat(table.out().lines())
                .anySatisfy(line -> assertThat(line).matches("default +commanded +1 +True .*"));
        JsonNode model = named(new ObjectMapper().readTree(json.out()));
        assertThat(model.at("/spec/predictor/model/storageUri").asText())
                .isEqualTo(suite.model(NAME).storageUri());
        // The text "1" is no number, in YAML neither.
        assertThat(model.at("/spec/predictor/model/env/0/value").isTextual()).isTrue();
        assertThat(named(new YAMLMapper().readTree(yaml.out())).path("spec"))
                .isEqualTo(model.path("spec"));
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void shouldShowEventsAsTheyComeUntilItIsInterrupted(
            String signal, int exitCode, RunningSuite suite) throws Exception {
        SampleModel later = suite.model("later-" + signal.toLowerCase(Locale.ROOT));
        try (RunningProgram events =
                suite.cli()
                        .startInForeground(
                                "get", "events", "--follow", "--topic", "inference-services")) {
            // What was there before comes first.
            events.awaitOutput("default/" + NAME);
            assertThat(events.out()).doesNotContain(later.name());

            later.register(0);

            events.awaitOutput("default/" + later.name());
            events.signal(signal);

            assertThat(events.exitCode()).isEqualTo(exitCode);
            assertThat(events.err()).isEmpty();
        }
        later.delete();
    }

    @Test
    void shouldEndWhenNobodyReadsItsEventsAnyMore(RunningSuite suite) throws Exception {
        try (RunningProgram pipe =
                suite.cli()
                        .program("get", "events", "--follow")
                        .behind(List.of("sh", "-c", "\"$0\" \"$@\" | head -n 1"))
                        .start(suite.cli().output())) {
            pipe.awaitOutput("\n");
            try (Publisher kafka = new Publisher(suite.kafka())) {
                kafka.register("nobody-reads", suite.model("nobody-reads").registration(0));
            }

            assertThat(pipe.exitCode()).isZero();
            assertThat(pipe.out().lines()).hasSize(1);
            assertThat(pipe.err()).isEmpty();
        }
        suite.model("nobody-reads").delete();
    }

    @Test
    void shouldPrintAndFollowTheLogOfAService(RunningSuite suite) throws Exception {
        SampleModel later = suite.model("logged");
        assertThat(suite.cli().run("logs", "monitor", "--tail", "2").out().lines()).hasSize(2);

        try (RunningProgram log = suite.cli().start("logs", "monitor", "--follow", "--tail", "1")) {
            log.awaitOutput("\n");
            later.register(0);

            log.awaitOutput("Decided revision=default/logged/");
        }
        later.delete();
    }

    @Test
    void shouldPrintAndFollowTheLogOfAModel(RunningSuite suite) throws Exception {
        assertThat(suite.cli().run("logs", NAME).out()).contains("Model ready model=" + NAME);

        try (RunningProgram log = suite.cli().start("logs", NAME, "--follow", "--tail", "1")) {
            log.awaitOutput("\n");
            suite.model(NAME).processes().getFirst().destroy();

            log.awaitOutput("stopped in");
        }
        suite.model(NAME).awaitServing();
        suite.model(NAME).awaitReady();
    }

    @Test
    void shouldSayThatThereIsNoSuchLog(RunningSuite suite) throws Exception {
        Cli.Outcome outcome = suite.cli().run("logs", "nobody");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("There is no log of nobody", "neither a service (model-registry,");
    }

    private static JsonNode named(JsonNode list) {
        return list.path("items")
                .valueStream()
                .filter(item -> item.at("/metadata/name").asText().equals(NAME))
                .findFirst()
                .orElseThrow();
    }
}
