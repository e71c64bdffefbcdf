package io.gantry.registry.kube;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

@Provider
class StatusExceptionMapper implements ExceptionMapper<StatusException> {

    @Override
    public Response toResponse(StatusException exception) {
        Status status = exception.status();
        return Answers.json(status.code(), status);
    }
}
