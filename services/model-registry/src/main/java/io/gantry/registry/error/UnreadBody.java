package io.gantry.registry.error;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/// A body that could not be read to its end is the client's matter, not the database's, whose
/// connections fail in the same way.
@Provider
class UnreadBody implements ReaderInterceptor {

    private static final String TOO_LARGE = "Request too large";

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) {
        try {
            return body.proceed();
        } catch (IOException e) {
            if (TOO_LARGE.equals(e.getMessage())) {
                throw new WebApplicationException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
            }
            throw new WebApplicationException(
                    "The body cannot be read to its end: " + e.getMessage(),
                    e,
                    Response.Status.BAD_REQUEST);
        }
    }
}
