package io.gantry.cli.demo;

import io.gantry.cli.CliException;
import io.gantry.cli.client.RegistryClient;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.SuiteState;
import java.nio.file.Path;
import java.time.Duration;

/// The demo's second part: a language model answers word by word.
final class ChatStory {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String QUESTION = "What is the capital of France?";
    private static final String ANSWER = "Paris";

    private final Path modelDirectory;
    private final ChatModel model;
    private final RegistryClient registry;
    private final Timeline timeline;

    ChatStory(Path modelDirectory, SuiteState suite, Timeline timeline) {
        this.modelDirectory = modelDirectory;
        this.model = new ChatModel(suite.url(Service.INFERENCE_PROXY));
        this.registry = new RegistryClient(suite.url(Service.MODEL_REGISTRY));
        this.timeline = timeline;
    }

    void tell(boolean keepModel) {
        timeline.step("Registering %s, a language model of 2 MB".formatted(ChatModel.NAME));
        registry.post("/v1/models", "application/json", ChatModel.registration(modelDirectory));
        timeline.awaitReadyPredictor(SOON);

        timeline.step("Asking it by POST /v1/chat/completions, with the answer as a stream");
        ChatModel.Answer answer = model.ask(QUESTION);
        timeline.say("> %s", QUESTION);
        timeline.say("%s", answer.text());
        timeline.say(
                "%d tokens in %d events, the first after %d ms",
                answer.tokens(), answer.events(), answer.firstAfter().toMillis());
        if (!answer.text().contains(ANSWER)) {
            throw CliException.failed(
                    "The model knows that it is %s; it said: %s".formatted(ANSWER, answer.text()));
        }
        if (!keepModel) {
            registry.delete("/v1/models/default/" + ChatModel.NAME);
        }
    }
}
