// Writes and reads what a Vouch Proxy has in cookies, with the libraries that Vouch Proxy is made with. `cookies write` and
// `cookies read` take a JSON list on standard input and answer one; `sessions write` the same for the cookie of a sign-in.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/golang-jwt/jwt"
	"github.com/gorilla/securecookie"
)

// Vouch Proxy's claims, in its order.
type claims struct {
	Username     string `json:"username"`
	CustomClaims map[string]interface{}
	PAccessToken string
	PIdToken     string
	jwt.StandardClaims
}

// Those of FABRIC's.
type fabricClaims struct {
	Username      string `json:"username"`
	CustomClaims  map[string]interface{}
	PAccessToken  string
	PIdToken      string
	PRefreshToken string
	jwt.StandardClaims
}

type cookie struct {
	Algorithm string `json:"algorithm"`
	// The secret, or a private key to write and a public one to read, in PEM.
	Key      string `json:"key"`
	Compress bool   `json:"compress"`
	Fabric   bool   `json:"fabric"`
	Value    string `json:"value"`

	Username     string                 `json:"username"`
	CustomClaims map[string]interface{} `json:"customClaims"`
	AccessToken  string                 `json:"accessToken"`
	IDToken      string                 `json:"idToken"`
	RefreshToken string                 `json:"refreshToken"`
	Audience     string                 `json:"audience"`
	ExpiresAt    int64                  `json:"expiresAt"`
	Issuer       string                 `json:"issuer"`
}

func key(algorithm, text string, private bool) interface{} {
	var found interface{}
	var err error
	switch {
	case strings.HasPrefix(algorithm, "HS"):
		return []byte(text)
	case strings.HasPrefix(algorithm, "RS") && private:
		found, err = jwt.ParseRSAPrivateKeyFromPEM([]byte(text))
	case strings.HasPrefix(algorithm, "RS"):
		found, err = jwt.ParseRSAPublicKeyFromPEM([]byte(text))
	case private:
		found, err = jwt.ParseECPrivateKeyFromPEM([]byte(text))
	default:
		found, err = jwt.ParseECPublicKeyFromPEM([]byte(text))
	}
	check(err)
	return found
}

func write(asked cookie) string {
	standard := jwt.StandardClaims{Audience: asked.Audience, ExpiresAt: asked.ExpiresAt, Issuer: asked.Issuer}
	var body jwt.Claims = claims{asked.Username, asked.CustomClaims, asked.AccessToken, asked.IDToken, standard}
	if asked.Fabric {
		body = fabricClaims{asked.Username, asked.CustomClaims, asked.AccessToken, asked.IDToken, asked.RefreshToken, standard}
	}
	token := jwt.NewWithClaims(jwt.GetSigningMethod(asked.Algorithm), body)
	text, err := token.SignedString(key(asked.Algorithm, asked.Key, true))
	check(err)
	if !asked.Compress {
		return text
	}
	var buffer bytes.Buffer
	writer := gzip.NewWriter(&buffer)
	_, err = writer.Write([]byte(text))
	check(err)
	check(writer.Close())
	return base64.URLEncoding.EncodeToString(buffer.Bytes())
}

func read(asked cookie) interface{} {
	text := asked.Value
	if asked.Compress {
		zipped, err := base64.URLEncoding.DecodeString(text)
		check(err)
		reader, err := gzip.NewReader(bytes.NewReader(zipped))
		check(err)
		whole, err := io.ReadAll(reader)
		check(err)
		text = string(whole)
	}
	found := &fabricClaims{}
	_, err := jwt.ParseWithClaims(text, found, func(token *jwt.Token) (interface{}, error) {
		if token.Method.Alg() != asked.Algorithm {
			return nil, fmt.Errorf("signed with %s", token.Method.Alg())
		}
		return key(asked.Algorithm, asked.Key, false), nil
	})
	if err != nil {
		return map[string]string{"error": err.Error()}
	}
	return found
}

type session struct {
	Name    string            `json:"name"`
	Key     string            `json:"key"`
	Strings map[string]string `json:"strings"`
	Ints    map[string]int    `json:"ints"`
}

func seal(asked session) string {
	values := map[interface{}]interface{}{}
	for name, value := range asked.Strings {
		values[name] = value
	}
	for name, value := range asked.Ints {
		values[name] = value
	}
	codecs := securecookie.CodecsFromPairs([]byte(asked.Key))
	text, err := securecookie.EncodeMulti(asked.Name, values, codecs...)
	check(err)
	return text
}

func main() {
	answers := []interface{}{}
	switch strings.Join(os.Args[1:], " ") {
	case "cookies write":
		var list []cookie
		check(json.NewDecoder(os.Stdin).Decode(&list))
		for _, each := range list {
			answers = append(answers, write(each))
		}
	case "cookies read":
		var list []cookie
		check(json.NewDecoder(os.Stdin).Decode(&list))
		for _, each := range list {
			answers = append(answers, read(each))
		}
	case "sessions write":
		var list []session
		check(json.NewDecoder(os.Stdin).Decode(&list))
		for _, each := range list {
			answers = append(answers, seal(each))
		}
	default:
		check(fmt.Errorf("asked for nothing that this does"))
	}
	check(json.NewEncoder(os.Stdout).Encode(answers))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
