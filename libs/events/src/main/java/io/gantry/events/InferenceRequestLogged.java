package io.gantry.events;

public record InferenceRequestLogged(
        String id,
        String namespace,
        String name,
        String component,
        String endpoint,
        Payload payload)
        implements InferenceLogEvent {}
