"""Products, units, part numbers and prices."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "product.refused": N_("The product was not saved. Put right what is marked."),
    "product.sku_missing": N_("The product has no SKU. Enter one."),
    "product.sku_taken": N_("Another product has the SKU {sku} (upper and lower case count the same)."),
    "product.name_missing": N_("Product {sku} has no name. Enter one."),
    "product.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "product.kind_unknown": N_("“{kind}” is no kind of product. Choose goods or service."),
    "product.tax_class_unknown": N_(
        "{sku}: there is no tax class “{tax_class}”. Choose one from the list or add it to the tax mapping."
    ),
    "product.gtin_wrong": N_(
        "{sku}: {gtin} is no GTIN: 8, 12, 13 or 14 digits with the right check digit. Read it again."
    ),
    "product.weight_negative": N_("{sku}: a weight is not below zero. Correct it."),
    "product.metals_wrong": N_(
        "{sku}: “{text}” is no metal content. Enter sign, grams in a base unit and base price, such as CU 43.2 @ 150."
    ),
    "product.cost_negative": N_("{sku}: a cost is not below zero. Correct it, or leave it empty."),
    "product.cost_too_high": N_("{sku}: the cost is above one billion. Check the digits."),
    "product.factor_too_large": N_("{sku}: one {unit} holds more than can be counted. Check the digits."),
    "product.quantity_range": N_("{sku}: the quantity lies between 0 and 1,000,000,000. Correct it."),
    "product.decimals_range": N_("A unit has 0 to 6 decimals. Correct it."),
    "product.unit_missing": N_("{sku}: the unit has no name. Enter one, such as pc or pack."),
    "product.unit_twice": N_("{sku}: the unit {unit} is there twice. Take one out."),
    "product.factor_wrong": N_(
        "{sku}: one {unit} must be more than nothing of the base unit. Enter how many it holds."
    ),
    "product.base_unit_fixed": N_(
        "{sku} has stock or orders counted in {unit}; unit and kind stay. Make a new product instead."
    ),
    "product.unit_priced": N_(
        "{sku} has prices for {unit}: {count}, one of them on list {code}. The unit stays and holds what it does; end"
        " those prices first."
    ),
    "product.successor_itself": N_("{sku} cannot be its own successor. Choose another product."),
    "substitute.refused": N_("The substitutes were not saved. Put right what is marked."),
    "substitute.missing": N_("Choose the article: type the beginning of its number or name."),
    "substitute.itself": N_("An article cannot replace itself. Choose another one."),
    "substitute.twice": N_("This article is among the substitutes already. Change that row."),
    "substitute.rate_range": N_("This is a whole number from 1 to 1,000,000,000. Correct it."),
    "substitute.rank_range": N_("The rank is a whole number from 0 to 1,000,000. Correct it."),
    "substitute.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "substitute.days_backwards": N_("The last day {last} lies before the first day {first}. Correct one."),
    "kit.refused": N_("The kit was not saved. Put right what is marked."),
    "kit.choice_unknown": N_("This is none of the choices. Choose one."),
    "kit.less_range": N_("The sum of the parts is less 0 to 100 %. Correct it."),
    "kit.part_missing": N_("Choose the part: type the beginning of its number or name."),
    "kit.part_itself": N_("A kit is no part of itself. Choose another article."),
    "kit.part_is_kit": N_("{sku} is a kit. A kit has articles as its parts, no kits: enter its parts."),
    "kit.is_part": N_("{sku} is a part of the kit {kit}, so it cannot be a kit. Take it out there first."),
    "kit.is_gift": N_(
        "{sku} is given by the promotion {promotion}, and a gift is shipped as it is. Let that promotion give"
        " another article, or end it first."
    ),
    "kit.part_twice": N_(
        "This part is there on the same days already. End that row the day before, or change it."
    ),
    "kit.too_many": N_("A kit has {most} parts at most. Take some out."),
    "kit.quantity_range": N_("The quantity is more than 0, and no more than 1,000,000,000. Correct it."),
    "kit.share_range": N_("A share is a whole number from 0 to 1,000,000. Correct it."),
    "kit.days_backwards": N_("The last day {last} lies before the first day {first}. Correct one."),
    "kind.substitute": N_("substitute"),
    "product.part_missing": N_("The customer's part number is empty. Enter one."),
    "price.refused": N_("No price was changed. Put right what is marked."),
    "price.code_missing": N_("The price list has no code. Enter one."),
    "price.code_taken": N_("Another price list has the code {code}. Choose another."),
    "price.name_missing": N_("The name is missing. Enter one: it is shown as the reason for a price."),
    "price.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "price.kind_unknown": N_("“{kind}” is no kind of price list. Choose general, group or contract."),
    "price.group_missing": N_("A list for a group needs the price group. Enter it."),
    "price.customer_missing": N_("A contract needs its customer. Choose one."),
    "price.currency_wrong": N_("The currency is a code of three capital letters, such as EUR."),
    "price.days_backwards": N_("The last day {last} lies before the first day {first}. Correct one."),
    "price.discount_kind": N_(
        "A discount is one of those of which the best counts, or added to it, or taken off the rest. Choose one."
    ),
    "price.discount_range": N_("A discount lies between 0 and 100 %. Correct it."),
    "price.change_nothing": N_("Nothing would change. Key a percent, an amount or a step."),
    "price.change_range": N_("Prices go down by less than 100 % and up by 10,000 % at most. Correct it."),
    "price.price_negative": N_("A price is not below zero. Correct it."),
    "price.price_too_high": N_("This price is above 1,000,000,000. Correct it."),
    "price.per_wrong": N_("A price is for one or more units, not for {per}. Correct it."),
    "price.quantity_range": N_("The quantity lies between 0 and 1,000,000,000. Correct it."),
    "price.overlap": N_(
        "The same break has a price from {since} to {until} already. End that one the day before, or replace it."
    ),
    "price.overlap_since": N_(
        "The same break has a price from {since} on already. End that one the day before, or replace it."
    ),
    "price.overlap_until": N_(
        "The same break has a price until {until} already. Let this one begin the day after, or replace that one."
    ),
    "price.overlap_always": N_(
        "The same break has a price already, without a first or last day. Change that one, or end it the day before."
    ),
    "price.unit_unknown": N_(
        "{sku} has no unit {unit}, only {units}. Choose one of these, or add the unit on the product's card."
    ),
    "price.agreed_range": N_(
        "The agreed quantity lies above 0, to 1,000,000,000. Correct it or leave it empty."
    ),
    "price.agreed_alone": N_("Only a contract has an agreed quantity: this list is not one. Leave it empty."),
    "price.kind_agreed": N_(
        "The list has prices with an agreed quantity: it stays a contract. End those prices first."
    ),
    "price.scope_unknown": N_("A discount is off each line or off the whole order. Choose one."),
    "price.order_family": N_(
        "A discount off the whole order is for no single family. Leave the family empty."
    ),
    "price.least_of_a_line": N_(
        "“From” is for discounts off the whole order. Leave it empty or choose those."
    ),
    "price.amount_range": N_("The amount is not below zero and not beyond ten thousand million. Correct it."),
    "price.slot_missing": N_(
        "A surcharge needs its kind, without a comma, such as freight or express. Enter it."
    ),
    "price.surcharge_rate": N_("The percent lies between 0 and 100. Correct it."),
    "price.surcharge_nothing": N_("The surcharge comes to nothing. Enter an amount or a percent."),
    "price.metal_wrong": N_("“{metal}” is no sign of a metal: 1 to 10 letters or digits, such as CU."),
    "price.quotation_range": N_("The quotation lies above 0, to 1,000,000,000. Correct it."),
    "price.quotation_weight": N_("The quotation is for 0.001 to 1,000,000 kg. Correct it."),
    "price.day_missing": N_("The day from which it holds is missing. Enter it."),
    "price.promotion_effect": N_("There is no such kind of promotion. Choose one of the list."),
    "price.promotion_counts": N_(
        "A promotion asks each line, or its lines together. Choose one of the list."
    ),
    "price.promotion_percent": N_("How many percent does the promotion take off?"),
    "price.promotion_amount": N_("Which amount does the promotion take off?"),
    "price.promotion_buy": N_("How many units have to be bought?"),
    "price.promotion_get": N_("How many units does the promotion give?"),
    "price.promotion_gift": N_("Which article does the promotion give? Key its number."),
    "price.promotion_slot": N_("Which surcharge does not come? Key its slot, such as freight."),
    "price.promotion_budget": N_(
        "Free goods and freight have no budget: limit how many orders may have the promotion instead."
    ),
    "price.promotion_set": N_(
        "A set names its articles with their quantities, such as 2 x CH-100, 1 x LA-10, and no family."
    ),
    "price.article_unknown": N_("No article has the number {sku}. Correct it."),
    "price.article_twice": N_("{sku} is named twice. Name it once, with the whole quantity."),
    "price.customer_unknown": N_("No customer has the number {number}. Correct it."),
    "price.gift_kit": N_(
        "{sku} is a kit, which is sold as its parts. Name an article that is shipped as it is."
    ),
    "price.coupon_sign": N_("A coupon has no comma and no semicolon: they stand between two coupons."),
    "price.uses_range": N_("That is between 0 and 1,000,000,000. Correct it."),
    "price.weight_range": N_("The weight lies between 0 and 1,000,000 kg. Correct it."),
    "price.applies_unknown": N_("A surcharge comes always or if it is chosen. Choose one."),
    "price.tax_class_unknown": N_(
        "There is no tax class {tax_class}. Choose one, or leave it empty: as the goods."
    ),
    "price.purpose_unknown": N_("A list is to sell at or a floor. Choose one."),
    "price.role_unknown": N_("There is no role “{role}”. Choose one."),
    "price.right_twice": N_("This role has a row for this family already. Change that one, or take it out."),
    "price.floor_range": N_("A role's share of the floor price lies between 0 and {most} %. Correct it."),
    "price.margin_range": N_("The margin lies between -100 and 100 %. Correct it."),
    "price.country_wrong": N_("“{country}” is no country code. Enter two capital letters, such as AT."),
    "price.breaks_over_unknown": N_("Breaks count the line, the article or the family. Choose one."),
    "price.counts_unknown": N_("Breaks count in the order or in the list's period. Choose one."),
    "price.period_of_a_line": N_(
        "Over a period an article or a family is counted, not a line. Choose one of them."
    ),
    "price.factor_range": N_("The factor lies above 0, to 10,000 %. Correct it."),
    "price.step_range": N_("The step of the rounding is not below zero. Correct it."),
    "price.ending_range": N_(
        "The ending is smaller than the step, such as -0.01 with a step of 1. Correct one."
    ),
    "price.formula_alone": N_("A formula needs the list of whose prices it is made. Choose that list."),
    "price.parent_unknown": N_(
        "The list of whose prices this one is made does not exist any more. Choose another."
    ),
    "price.parent_circle": N_("This list would be made of itself: {way}. Choose another list."),
    "price.draft_twice": N_(
        "Two of these drafts would take the place of the same rule, {name}. Take one of them alone."
    ),
    "price.draft_unknown": N_("There is no draft {name}. There are: {known}."),
    "price.parent_draft": N_(
        "The list would be made of a draft that nobody uses. Activate that one with it, or choose another list."
    ),
    "price.parent_tax": N_(
        "{code} has its prices the other way, with or without tax. Choose the same for a list that is made of it."
    ),
    "price.children_tax": N_(
        "{codes} are made of this list and have their prices the other way, with or without tax. Give them prices "
        "of their own first."
    ),
    "price.children_currency": N_(
        "{codes} are made of this list and are in the currency that it had. Give them prices of their own first."
    ),
    "price.parent_currency": N_("{code} is in another currency. Choose a list in the same one."),
    "price.code_unknown": N_("No product has the number {code}. Choose one from the list."),
    "price.product_unknown": N_("There is no product {product}. Choose one from the list."),
}
