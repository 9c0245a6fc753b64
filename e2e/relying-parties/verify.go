// A relying party on go-oidc.
//
// Reads a request a line, {"issuer", "audience", "token"} in JSON, and answers each with a line:
// {"accepted": claims}, or {"refused": what the fault says}.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"

	"github.com/coreos/go-oidc"
)

type request struct {
	Issuer, Audience, Token string
}

func verify(r request) (map[string]interface{}, error) {
	ctx := context.Background()
	provider, err := oidc.NewProvider(ctx, r.Issuer)
	if err != nil {
		return nil, err
	}
	verifier := provider.Verifier(&oidc.Config{
		ClientID:             r.Audience,
		SupportedSigningAlgs: []string{oidc.RS256, oidc.ES256},
	})
	token, err := verifier.Verify(ctx, r.Token)
	if err != nil {
		return nil, err
	}
	var claims map[string]interface{}
	return claims, token.Claims(&claims)
}

func main() {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var r request
		if err := in.Decode(&r); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		answer := map[string]interface{}{}
		if claims, err := verify(r); err != nil {
			answer["refused"] = err.Error()
		} else {
			answer["accepted"] = claims
		}
		if err := out.Encode(answer); err != nil {
			log.Fatal(err)
		}
	}
}
