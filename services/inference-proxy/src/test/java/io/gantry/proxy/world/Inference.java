package io.gantry.proxy.world;

import io.gantry.oip.GRPCInferenceServiceGrpc;
import io.gantry.oip.ModelInferRequest;
import io.gantry.oip.ModelInferResponse;
import io.gantry.oip.ModelMetadataRequest;
import io.gantry.oip.ModelMetadataResponse;
import io.gantry.oip.ModelReadyRequest;
import io.gantry.oip.ModelReadyResponse;
import io.gantry.oip.ModelStreamInferResponse;
import io.grpc.stub.StreamObserver;

/// A model of the Open Inference Protocol that gives back what it gets; tests say where it does
/// otherwise.
public class Inference extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> answer) {
        answer.onNext(ModelReadyResponse.newBuilder().setReady(true).build());
        answer.onCompleted();
    }

    @Override
    public void modelMetadata(
            ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> answer) {
        answer.onNext(ModelMetadataResponse.newBuilder().setName(request.getName()).build());
        answer.onCompleted();
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> answer) {
        answer.onNext(echo(request));
        answer.onCompleted();
    }

    @Override
    public StreamObserver<ModelInferRequest> modelStreamInfer(
            StreamObserver<ModelStreamInferResponse> answer) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ModelInferRequest request) {
                answer.onNext(
                        ModelStreamInferResponse.newBuilder()
                                .setInferResponse(echo(request))
                                .build());
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {
                answer.onCompleted();
            }
        };
    }

    private static ModelInferResponse echo(ModelInferRequest request) {
        return ModelInferResponse.newBuilder()
                .setModelName(request.getModelName())
                .setId(request.getId())
                .addAllRawOutputContents(request.getRawInputContentsList())
                .build();
    }
}
