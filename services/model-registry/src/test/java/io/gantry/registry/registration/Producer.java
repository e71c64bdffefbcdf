package io.gantry.registry.registration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.RegistrationAccepted;
import io.gantry.events.RegistrationRejected;
import io.gantry.events.RegistrationRequested;
import io.gantry.events.RegistrationResult;
import io.gantry.events.Topic;
import io.gantry.registry.TopicReader;
import io.gantry.registry.TopicWriter;
import java.util.List;

/// A program that registers models by Kafka and reads the answers.
final class Producer implements AutoCloseable {

    final TopicWriter topics = new TopicWriter();
    private final TopicReader results = new TopicReader(Topic.REGISTRATION_RESULTS.topicName());

    /// A registration of a model in namespace `kafka`.
    static RegistrationRequested request(String name, int maxReplicas) {
        return request(name, model(maxReplicas));
    }

    static RegistrationRequested request(String name, ObjectNode model) {
        return new RegistrationRequested("kafka", name, model, null);
    }

    static ObjectNode model(int maxReplicas) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("modelFormat", "onnx")
                .put("storageUri", "s3://models/minilm")
                .put("maxReplicas", maxReplicas);
    }

    /// The answers to a model, as soon as there are so many.
    List<RegistrationResult> answers(String name, int count) {
        return results.awaitEvents("kafka/" + name, RegistrationResult.class, count);
    }

    /// The answers to a model that are there now.
    int answersSoFar(String name) {
        return results.all("kafka/" + name).size();
    }

    /// The generations with which a model was accepted.
    List<Long> generations(String name, int count) {
        return answers(name, count).stream()
                .map(RegistrationAccepted.class::cast)
                .map(RegistrationAccepted::generation)
                .toList();
    }

    /// The generations with which a model was accepted by now; fails when it was rejected.
    List<Long> generationsSoFar(String name) {
        return results.all("kafka/" + name).stream()
                .map(TopicReader::decode)
                .map(RegistrationAccepted.class::cast)
                .map(RegistrationAccepted::generation)
                .toList();
    }

    RegistrationRejected rejection(String name) {
        return (RegistrationRejected) answers(name, 1).getFirst();
    }

    @Override
    public void close() {
        topics.close();
        results.close();
    }
}
