// The sign-in page of a demonstration: data-kc-sign-in="address" with data-kc-password fills the form.
// Without this file the address and the password stand beside the form to be typed.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-kc-sign-in]") : null;
  if (!button) return;
  document.getElementById("id_login").value = button.dataset.kcSignIn;
  document.getElementById("id_password").value = button.dataset.kcPassword;
  document.querySelector("main form button[type=submit]").focus();
});
