package io.gantry.events;

public record InferenceRequestLogged(LoggedExchange exchange, Payload payload)
        implements InferenceLogEvent {}
