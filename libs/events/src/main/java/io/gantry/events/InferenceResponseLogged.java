package io.gantry.events;

public record InferenceResponseLogged(LoggedExchange exchange, Payload payload)
        implements InferenceLogEvent {}
