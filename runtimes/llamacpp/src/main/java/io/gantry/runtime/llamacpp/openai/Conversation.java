package io.gantry.runtime.llamacpp.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.runtime.llamacpp.engine.Engine.Message;
import io.gantry.runtime.server.openai.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The messages of a chat request.
final class Conversation {

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

    private Conversation() {}

    static List<Message> read(Fields fields) {
        JsonNode messages = fields.get("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw fields.wrong("messages", "at least one message");
        }
        List<Message> read = new ArrayList<>();
        for (JsonNode message : messages) {
            read.add(message(read.size(), message));
        }
        return read;
    }

    private static Message message(int index, JsonNode message) {
        String role = message.path("role").asText();
        if (!ROLES.contains(role)) {
            throw wrong(
                    index,
                    "has the role \"%s\": this server knows system, developer, user and assistant"
                            .formatted(role));
        }
        // OpenAI's newer name of the same.
        return new Message(
                role.equals("developer") ? "system" : role,
                content(index, message.path("content")));
    }

    private static String content(int index, JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        if (!content.isArray()) {
            throw wrong(index, "has no \"content\", a string or a list of parts");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw wrong(
                        index,
                        "has a part of the type \"%s\": this server reads text alone"
                                .formatted(part.path("type").asText()));
            }
            text.append(part.path("text").asText());
        }
        return text.toString();
    }

    private static InvalidRequest wrong(int index, String what) {
        return new InvalidRequest("messages", "Message %d %s.".formatted(index, what));
    }
}
