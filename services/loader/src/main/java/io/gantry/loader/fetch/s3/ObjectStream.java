package io.gantry.loader.fetch.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// An object's bytes; closing early drops the connection, where the SDK would read the rest.
final class ObjectStream extends FilterInputStream {

    private final ResponseInputStream<GetObjectResponse> object;
    private boolean ended;

    ObjectStream(ResponseInputStream<GetObjectResponse> object) {
        super(object);
        this.object = object;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int count = super.read(buffer, from, length);
        ended |= count < 0;
        return count;
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            super.close();
        } else {
            object.abort();
        }
    }
}
