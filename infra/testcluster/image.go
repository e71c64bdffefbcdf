package main

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// writeImage makes an OCI image of one layer out of a directory tree, as a tarball that containerd imports.
func writeImage(tarball, name, root string, entrypoint []string) error {
	layer, err := os.CreateTemp(filepath.Dir(tarball), "layer-*.tar")
	if err != nil {
		return err
	}
	defer os.Remove(layer.Name())
	defer layer.Close()
	digest := sha256.New()
	content := tar.NewWriter(io.MultiWriter(layer, digest))
	if err := content.AddFS(os.DirFS(root)); err != nil {
		return err
	}
	if err := content.Close(); err != nil {
		return err
	}
	size, err := layer.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := layer.Seek(0, io.SeekStart); err != nil {
		return err
	}
	layerDigest := fmt.Sprintf("sha256:%x", digest.Sum(nil))

	file, err := os.Create(tarball)
	if err != nil {
		return err
	}
	defer file.Close()
	image := &imageWriter{tar: tar.NewWriter(file)}
	config := image.blob(object{
		"architecture": runtime.GOARCH,
		"os":           "linux",
		"config":       object{"Entrypoint": entrypoint},
		"rootfs":       object{"type": "layers", "diff_ids": []string{layerDigest}},
	}, "application/vnd.oci.image.config.v1+json")
	manifest := image.blob(object{
		"schemaVersion": 2,
		"mediaType":     "application/vnd.oci.image.manifest.v1+json",
		"config":        config,
		"layers": []object{{
			"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": layerDigest, "size": size}},
	}, "application/vnd.oci.image.manifest.v1+json")
	manifest["annotations"] = object{"io.containerd.image.name": name}
	image.document("index.json", object{"schemaVersion": 2, "manifests": []object{manifest}})
	image.document("oci-layout", object{"imageLayoutVersion": "1.0.0"})
	image.file("blobs/sha256/"+layerDigest[len("sha256:"):], layer, size)
	if image.err != nil {
		return image.err
	}
	return image.tar.Close()
}

// imageWriter writes the files of an image. After an error it writes nothing more.
type imageWriter struct {
	tar *tar.Writer
	err error
}

// blob writes a document under its digest, and returns its descriptor.
func (w *imageWriter) blob(document object, mediaType string) object {
	content, err := json.Marshal(document)
	if err != nil {
		w.err = err
		return nil
	}
	digest := fmt.Sprintf("%x", sha256.Sum256(content))
	w.bytes("blobs/sha256/"+digest, content)
	return object{"mediaType": mediaType, "digest": "sha256:" + digest, "size": len(content)}
}

func (w *imageWriter) document(name string, document object) {
	content, err := json.Marshal(document)
	if err != nil {
		w.err = err
		return
	}
	w.bytes(name, content)
}

func (w *imageWriter) bytes(name string, content []byte) {
	w.header(name, int64(len(content)))
	if w.err == nil {
		_, w.err = w.tar.Write(content)
	}
}

func (w *imageWriter) file(name string, content io.Reader, size int64) {
	w.header(name, size)
	if w.err == nil {
		_, w.err = io.Copy(w.tar, content)
	}
}

func (w *imageWriter) header(name string, size int64) {
	if w.err == nil {
		w.err = w.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: size})
	}
}
