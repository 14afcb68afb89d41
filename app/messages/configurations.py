"""Product models as they are stored, and configurations on orders."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "kind.product_model": N_("product model"),
    "kind.product_model_version": N_("version of a product model"),
    "kind.configuration": N_("configuration"),
    "line.not_configured": N_("Line {line}: {sku} is not configured. Configure it with F6."),
    "line.older_model": N_(
        "Line {line}: {sku} is configured by version {number} of {model}; version {active} is in use ({note}). {fits}"
    ),
    "line.fits_still": N_("It fits that one, too."),
    "line.fits_no_longer": N_("That one says against it: {broken}"),
    "remedy.configure": N_("Configure it"),
    "configuration.gone": N_(
        "There is no configuration {key} in this database. Configure the article again."
    ),
    "configuration.not_valid": N_(
        "This is no whole configuration of {model}: {broken}. Open it with F6 and put it right."
    ),
    "kind.owned_item": N_("thing that a customer owns"),
    "kind.configuration_template": N_("template"),
    "template.refused": N_("The template was not saved."),
    "template.name_missing": N_("The template has no name. Enter one."),
    "template.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "template.name_taken": N_("There is a template “{name}” already. Choose another name."),
    "template.of_another": N_("“{name}” is the template of {owner}. Keep one of your own."),
    "owned.refused": N_("What the customer owns was not saved. Put right what is marked."),
    "owned.text_missing": N_("What is it? Enter it in words, such as “Frame F2”."),
    "owned.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "owned.choices_wrong": N_("“{found}” says nothing of it. Key it like “frame = f2, width = 1600”."),
    "verify.configuration_lost": N_("Order {number}, line {line}: its configuration {key} is not there."),
    "verify.configuration_changed": N_("The configuration {key} is not what was kept under its key."),
    "verify.model_changed": N_("Version {number} of the product model {model} is not what was saved."),
    "product_model.changed_elsewhere": N_(
        "{who} saved version {number} of the product model {model} meanwhile ({files}). Compare both and save again."
    ),
    "product_model.is_released": N_(
        "Version {number} of the product model {model} is released and stays as it is. Save a new version."
    ),
    "product_model.not_released": N_(
        "Version {number} of the product model {model} is not in use. Only a released version is retired."
    ),
    "product_model.draft_used": N_(
        "Configurations were kept under version {number} of the product model {model}. Release or keep it."
    ),
    "product_model.currency": N_(
        "{model}: the price {price} is in {currency}, which is neither {home} nor its list's. Say it in {home}."
    ),
    "product_model.of_kit": N_(
        "{sku} is a kit or stands in one, and nobody chooses anything there. Take it out of the kit first."
    ),
    "kit.part_is_configured": N_("{sku} is configured by a product model, and cannot be or stand in a kit."),
    "product_model.other_code": N_(
        "These files are of the product model {found}, not of {model}. Save them as a model of their own."
    ),
}
